<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<qgis version="3.22.0" styleCategories="Symbology">
  <renderer-v2 type="categorizedSymbol" attr="split" symbollevels="1" enableorderby="0" forceraster="0" referencescale="-1">
    <categories>
      <category value="train" type="string" symbol="0" label="Training" render="true"/>
      <category value="validation" type="string" symbol="1" label="Validation" render="true"/>
      <category value="test" type="string" symbol="2" label="Test" render="true"/>
      <category value="" type="string" symbol="3" label="In no part" render="true"/>
    </categories>
    <symbols>
      <symbol type="fill" name="0" alpha="1" clip_to_extent="1" force_rhr="0">
        <layer class="SimpleFill" enabled="1" locked="0" pass="1">
         <Option type="Map">
          <Option type="QString" name="border_width_map_unit_scale" value="3x:0,0,0,0,0,0"/>
          <Option type="QString" name="color" value="0,158,115,80"/>
          <Option type="QString" name="joinstyle" value="miter"/>
          <Option type="QString" name="offset" value="0,0"/>
          <Option type="QString" name="offset_unit" value="MM"/>
          <Option type="QString" name="outline_color" value="0,158,115,255"/>
          <Option type="QString" name="outline_style" value="solid"/>
          <Option type="QString" name="outline_width" value="0.3"/>
          <Option type="QString" name="outline_width_unit" value="MM"/>
          <Option type="QString" name="style" value="solid"/>
         </Option>
         <data_defined_properties>
          <Option type="Map">
           <Option type="QString" name="name" value=""/>
           <Option type="Map" name="properties">
            <Option type="Map" name="fillColor">
             <Option type="bool" name="active" value="true"/>
             <Option type="QString" name="expression" value="set_color_part(@symbol_color, 'alpha', scale_linear(@map_scale, 5000, 25000, 80, 180))"/>
             <Option type="int" name="type" value="3"/>
            </Option>
            <Option type="Map" name="outlineWidth">
             <Option type="bool" name="active" value="true"/>
             <Option type="QString" name="expression" value="scale_linear(@map_scale, 5000, 25000, 0.3, 0.07)"/>
             <Option type="int" name="type" value="3"/>
            </Option>
           </Option>
           <Option type="QString" name="type" value="collection"/>
          </Option>
         </data_defined_properties>
        </layer>
      </symbol>
      <symbol type="fill" name="1" alpha="1" clip_to_extent="1" force_rhr="0">
        <layer class="SimpleFill" enabled="1" locked="0" pass="2">
         <Option type="Map">
          <Option type="QString" name="border_width_map_unit_scale" value="3x:0,0,0,0,0,0"/>
          <Option type="QString" name="color" value="86,180,233,100"/>
          <Option type="QString" name="joinstyle" value="miter"/>
          <Option type="QString" name="offset" value="0,0"/>
          <Option type="QString" name="offset_unit" value="MM"/>
          <Option type="QString" name="outline_color" value="86,180,233,255"/>
          <Option type="QString" name="outline_style" value="solid"/>
          <Option type="QString" name="outline_width" value="0.3"/>
          <Option type="QString" name="outline_width_unit" value="MM"/>
          <Option type="QString" name="style" value="solid"/>
         </Option>
         <data_defined_properties>
          <Option type="Map">
           <Option type="QString" name="name" value=""/>
           <Option type="Map" name="properties">
            <Option type="Map" name="fillColor">
             <Option type="bool" name="active" value="true"/>
             <Option type="QString" name="expression" value="set_color_part(@symbol_color, 'alpha', scale_linear(@map_scale, 5000, 25000, 100, 180))"/>
             <Option type="int" name="type" value="3"/>
            </Option>
            <Option type="Map" name="outlineWidth">
             <Option type="bool" name="active" value="true"/>
             <Option type="QString" name="expression" value="scale_linear(@map_scale, 5000, 25000, 0.3, 0.07)"/>
             <Option type="int" name="type" value="3"/>
            </Option>
           </Option>
           <Option type="QString" name="type" value="collection"/>
          </Option>
         </data_defined_properties>
        </layer>
      </symbol>
      <symbol type="fill" name="2" alpha="1" clip_to_extent="1" force_rhr="0">
        <layer class="SimpleFill" enabled="1" locked="0" pass="3">
         <Option type="Map">
          <Option type="QString" name="border_width_map_unit_scale" value="3x:0,0,0,0,0,0"/>
          <Option type="QString" name="color" value="204,121,167,110"/>
          <Option type="QString" name="joinstyle" value="miter"/>
          <Option type="QString" name="offset" value="0,0"/>
          <Option type="QString" name="offset_unit" value="MM"/>
          <Option type="QString" name="outline_color" value="204,121,167,255"/>
          <Option type="QString" name="outline_style" value="solid"/>
          <Option type="QString" name="outline_width" value="0.3"/>
          <Option type="QString" name="outline_width_unit" value="MM"/>
          <Option type="QString" name="style" value="solid"/>
         </Option>
         <data_defined_properties>
          <Option type="Map">
           <Option type="QString" name="name" value=""/>
           <Option type="Map" name="properties">
            <Option type="Map" name="fillColor">
             <Option type="bool" name="active" value="true"/>
             <Option type="QString" name="expression" value="set_color_part(@symbol_color, 'alpha', scale_linear(@map_scale, 5000, 25000, 110, 180))"/>
             <Option type="int" name="type" value="3"/>
            </Option>
            <Option type="Map" name="outlineWidth">
             <Option type="bool" name="active" value="true"/>
             <Option type="QString" name="expression" value="scale_linear(@map_scale, 5000, 25000, 0.3, 0.07)"/>
             <Option type="int" name="type" value="3"/>
            </Option>
           </Option>
           <Option type="QString" name="type" value="collection"/>
          </Option>
         </data_defined_properties>
        </layer>
      </symbol>
      <symbol type="fill" name="3" alpha="1" clip_to_extent="1" force_rhr="0">
        <layer class="SimpleFill" enabled="1" locked="0" pass="0">
         <Option type="Map">
          <Option type="QString" name="border_width_map_unit_scale" value="3x:0,0,0,0,0,0"/>
          <Option type="QString" name="color" value="255,255,255,0"/>
          <Option type="QString" name="joinstyle" value="miter"/>
          <Option type="QString" name="offset" value="0,0"/>
          <Option type="QString" name="offset_unit" value="MM"/>
          <Option type="QString" name="outline_color" value="187,187,187,220"/>
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
    </symbols>
  </renderer-v2>
  <blendMode>0</blendMode>
  <featureBlendMode>0</featureBlendMode>
  <layerOpacity>1</layerOpacity>
  <layerGeometryType>2</layerGeometryType>
</qgis>
