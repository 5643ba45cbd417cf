<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<qgis version="3.22.0" styleCategories="Symbology">
  <renderer-v2 type="graduatedSymbol" attr="coalesce(&quot;p_bati&quot;, -1)" graduatedMethod="GraduatedColor" symbollevels="1" enableorderby="0" forceraster="0" referencescale="-1">
    <ranges>
      <range lower="-1.000000000000000" upper="-0.500000000000000" symbol="0" label="No image" render="true"/>
      <range lower="-0.500000000000000" upper="0.200000000000000" symbol="1" label="0–20 %" render="true"/>
      <range lower="0.200000000000000" upper="0.400000000000000" symbol="2" label="20–40 %" render="true"/>
      <range lower="0.400000000000000" upper="0.600000000000000" symbol="3" label="40–60 %" render="true"/>
      <range lower="0.600000000000000" upper="0.800000000000000" symbol="4" label="60–80 %" render="true"/>
      <range lower="0.800000000000000" upper="1.000000000000000" symbol="5" label="80–100 %" render="true"/>
    </ranges>
    <symbols>
      <symbol type="fill" name="0" alpha="1" clip_to_extent="1" force_rhr="0">
        <layer class="SimpleFill" enabled="1" locked="0" pass="0">
         <Option type="Map">
          <Option type="QString" name="border_width_map_unit_scale" value="3x:0,0,0,0,0,0"/>
          <Option type="QString" name="color" value="255,255,255,0"/>
          <Option type="QString" name="joinstyle" value="miter"/>
          <Option type="QString" name="offset" value="0,0"/>
          <Option type="QString" name="offset_unit" value="MM"/>
          <Option type="QString" name="outline_color" value="120,120,120,220"/>
          <Option type="QString" name="outline_style" value="solid"/>
          <Option type="QString" name="outline_width" value="0.2"/>
          <Option type="QString" name="outline_width_unit" value="MM"/>
          <Option type="QString" name="style" value="solid"/>
         </Option>
         <data_defined_properties>
          <Option type="Map">
           <Option type="QString" name="name" value=""/>
           <Option type="Map" name="properties">
            <Option type="Map" name="outlineWidth">
             <Option type="bool" name="active" value="true"/>
             <Option type="QString" name="expression" value="scale_linear(@map_scale, 5000, 25000, 0.2, 0.05)"/>
             <Option type="int" name="type" value="3"/>
            </Option>
           </Option>
           <Option type="QString" name="type" value="collection"/>
          </Option>
         </data_defined_properties>
        </layer>
      </symbol>
      <symbol type="fill" name="1" alpha="1" clip_to_extent="1" force_rhr="0">
        <layer class="SimpleFill" enabled="1" locked="0" pass="1">
         <Option type="Map">
          <Option type="QString" name="border_width_map_unit_scale" value="3x:0,0,0,0,0,0"/>
          <Option type="QString" name="color" value="33,102,172,255"/>
          <Option type="QString" name="joinstyle" value="miter"/>
          <Option type="QString" name="offset" value="0,0"/>
          <Option type="QString" name="offset_unit" value="MM"/>
          <Option type="QString" name="outline_color" value="33,102,172,220"/>
          <Option type="QString" name="outline_style" value="solid"/>
          <Option type="QString" name="outline_width" value="0.2"/>
          <Option type="QString" name="outline_width_unit" value="MM"/>
          <Option type="QString" name="style" value="solid"/>
         </Option>
         <data_defined_properties>
          <Option type="Map">
           <Option type="QString" name="name" value=""/>
           <Option type="Map" name="properties">
            <Option type="Map" name="fillColor">
             <Option type="bool" name="active" value="true"/>
             <Option type="QString" name="expression" value="case when $id is not null then set_color_part(@symbol_color, 'alpha', scale_linear(@map_scale, 5000, 25000, 35, 80)) end"/>
             <Option type="int" name="type" value="3"/>
            </Option>
            <Option type="Map" name="outlineWidth">
             <Option type="bool" name="active" value="true"/>
             <Option type="QString" name="expression" value="scale_linear(@map_scale, 5000, 25000, 0.2, 0.05)"/>
             <Option type="int" name="type" value="3"/>
            </Option>
           </Option>
           <Option type="QString" name="type" value="collection"/>
          </Option>
         </data_defined_properties>
        </layer>
      </symbol>
      <symbol type="fill" name="2" alpha="1" clip_to_extent="1" force_rhr="0">
        <layer class="SimpleFill" enabled="1" locked="0" pass="2">
         <Option type="Map">
          <Option type="QString" name="border_width_map_unit_scale" value="3x:0,0,0,0,0,0"/>
          <Option type="QString" name="color" value="146,197,222,255"/>
          <Option type="QString" name="joinstyle" value="miter"/>
          <Option type="QString" name="offset" value="0,0"/>
          <Option type="QString" name="offset_unit" value="MM"/>
          <Option type="QString" name="outline_color" value="146,197,222,230"/>
          <Option type="QString" name="outline_style" value="solid"/>
          <Option type="QString" name="outline_width" value="0.25"/>
          <Option type="QString" name="outline_width_unit" value="MM"/>
          <Option type="QString" name="style" value="solid"/>
         </Option>
         <data_defined_properties>
          <Option type="Map">
           <Option type="QString" name="name" value=""/>
           <Option type="Map" name="properties">
            <Option type="Map" name="fillColor">
             <Option type="bool" name="active" value="true"/>
             <Option type="QString" name="expression" value="case when $id is not null then set_color_part(@symbol_color, 'alpha', scale_linear(@map_scale, 5000, 25000, 60, 130)) end"/>
             <Option type="int" name="type" value="3"/>
            </Option>
            <Option type="Map" name="outlineWidth">
             <Option type="bool" name="active" value="true"/>
             <Option type="QString" name="expression" value="scale_linear(@map_scale, 5000, 25000, 0.25, 0.06)"/>
             <Option type="int" name="type" value="3"/>
            </Option>
           </Option>
           <Option type="QString" name="type" value="collection"/>
          </Option>
         </data_defined_properties>
        </layer>
      </symbol>
      <symbol type="fill" name="3" alpha="1" clip_to_extent="1" force_rhr="0">
        <layer class="SimpleFill" enabled="1" locked="0" pass="3">
         <Option type="Map">
          <Option type="QString" name="border_width_map_unit_scale" value="3x:0,0,0,0,0,0"/>
          <Option type="QString" name="color" value="247,247,247,255"/>
          <Option type="QString" name="joinstyle" value="miter"/>
          <Option type="QString" name="offset" value="0,0"/>
          <Option type="QString" name="offset_unit" value="MM"/>
          <Option type="QString" name="outline_color" value="120,120,120,220"/>
          <Option type="QString" name="outline_style" value="solid"/>
          <Option type="QString" name="outline_width" value="0.35"/>
          <Option type="QString" name="outline_width_unit" value="MM"/>
          <Option type="QString" name="style" value="solid"/>
         </Option>
         <data_defined_properties>
          <Option type="Map">
           <Option type="QString" name="name" value=""/>
           <Option type="Map" name="properties">
            <Option type="Map" name="fillColor">
             <Option type="bool" name="active" value="true"/>
             <Option type="QString" name="expression" value="case when $id is not null then set_color_part(@symbol_color, 'alpha', scale_linear(@map_scale, 5000, 25000, 100, 180)) end"/>
             <Option type="int" name="type" value="3"/>
            </Option>
            <Option type="Map" name="outlineColor">
             <Option type="bool" name="active" value="true"/>
             <Option type="QString" name="expression" value="case when $id is not null then color_rgba(247, 247, 247, 240) end"/>
             <Option type="int" name="type" value="3"/>
            </Option>
            <Option type="Map" name="outlineWidth">
             <Option type="bool" name="active" value="true"/>
             <Option type="QString" name="expression" value="scale_linear(@map_scale, 5000, 25000, 0.35, 0.09)"/>
             <Option type="int" name="type" value="3"/>
            </Option>
           </Option>
           <Option type="QString" name="type" value="collection"/>
          </Option>
         </data_defined_properties>
        </layer>
      </symbol>
      <symbol type="fill" name="4" alpha="1" clip_to_extent="1" force_rhr="0">
        <layer class="SimpleFill" enabled="1" locked="0" pass="4">
         <Option type="Map">
          <Option type="QString" name="border_width_map_unit_scale" value="3x:0,0,0,0,0,0"/>
          <Option type="QString" name="color" value="244,165,130,255"/>
          <Option type="QString" name="joinstyle" value="miter"/>
          <Option type="QString" name="offset" value="0,0"/>
          <Option type="QString" name="offset_unit" value="MM"/>
          <Option type="QString" name="outline_color" value="244,165,130,245"/>
          <Option type="QString" name="outline_style" value="solid"/>
          <Option type="QString" name="outline_width" value="0.4"/>
          <Option type="QString" name="outline_width_unit" value="MM"/>
          <Option type="QString" name="style" value="solid"/>
         </Option>
         <data_defined_properties>
          <Option type="Map">
           <Option type="QString" name="name" value=""/>
           <Option type="Map" name="properties">
            <Option type="Map" name="fillColor">
             <Option type="bool" name="active" value="true"/>
             <Option type="QString" name="expression" value="case when $id is not null then set_color_part(@symbol_color, 'alpha', scale_linear(@map_scale, 5000, 25000, 100, 180)) end"/>
             <Option type="int" name="type" value="3"/>
            </Option>
            <Option type="Map" name="outlineWidth">
             <Option type="bool" name="active" value="true"/>
             <Option type="QString" name="expression" value="scale_linear(@map_scale, 5000, 25000, 0.4, 0.1)"/>
             <Option type="int" name="type" value="3"/>
            </Option>
           </Option>
           <Option type="QString" name="type" value="collection"/>
          </Option>
         </data_defined_properties>
        </layer>
      </symbol>
      <symbol type="fill" name="5" alpha="1" clip_to_extent="1" force_rhr="0">
        <layer class="SimpleFill" enabled="1" locked="0" pass="5">
         <Option type="Map">
          <Option type="QString" name="border_width_map_unit_scale" value="3x:0,0,0,0,0,0"/>
          <Option type="QString" name="color" value="213,94,0,255"/>
          <Option type="QString" name="joinstyle" value="miter"/>
          <Option type="QString" name="offset" value="0,0"/>
          <Option type="QString" name="offset_unit" value="MM"/>
          <Option type="QString" name="outline_color" value="213,94,0,255"/>
          <Option type="QString" name="outline_style" value="solid"/>
          <Option type="QString" name="outline_width" value="0.45"/>
          <Option type="QString" name="outline_width_unit" value="MM"/>
          <Option type="QString" name="style" value="solid"/>
         </Option>
         <data_defined_properties>
          <Option type="Map">
           <Option type="QString" name="name" value=""/>
           <Option type="Map" name="properties">
            <Option type="Map" name="fillColor">
             <Option type="bool" name="active" value="true"/>
             <Option type="QString" name="expression" value="case when $id is not null then set_color_part(@symbol_color, 'alpha', scale_linear(@map_scale, 5000, 25000, 90, 180)) end"/>
             <Option type="int" name="type" value="3"/>
            </Option>
            <Option type="Map" name="outlineWidth">
             <Option type="bool" name="active" value="true"/>
             <Option type="QString" name="expression" value="scale_linear(@map_scale, 5000, 25000, 0.45, 0.11)"/>
             <Option type="int" name="type" value="3"/>
            </Option>
           </Option>
           <Option type="QString" name="type" value="collection"/>
          </Option>
         </data_defined_properties>
        </layer>
      </symbol>
    </symbols>
    <classificationMethod id="Custom"><symmetricMode enabled="0" symmetrypoint="0" astride="0"/><labelFormat format="%1 - %2" labelprecision="4" trimtrailingzeroes="1"/></classificationMethod>
  </renderer-v2>
  <blendMode>0</blendMode>
  <featureBlendMode>0</featureBlendMode>
  <layerOpacity>1</layerOpacity>
  <layerGeometryType>2</layerGeometryType>
</qgis>
