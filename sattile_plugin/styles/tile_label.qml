<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<qgis version="3.22.0" styleCategories="Symbology">
  <renderer-v2 type="categorizedSymbol" attr="label" symbollevels="1" enableorderby="0" forceraster="0" referencescale="-1">
    <categories>
      <category value="bati" type="string" symbol="0" label="Bâti" render="true"/>
      <category value="unsure" type="string" symbol="1" label="Unsure" render="true"/>
      <category value="non_bati" type="string" symbol="2" label="Non bâti" render="true"/>
      <category value="" type="string" symbol="3" label="Without label" render="true"/>
    </categories>
    <symbols>
      <symbol type="fill" name="0" alpha="1" clip_to_extent="1" force_rhr="0">
        <layer class="SimpleFill" enabled="1" locked="0" pass="3">
         <Option type="Map">
          <Option type="QString" name="border_width_map_unit_scale" value="3x:0,0,0,0,0,0"/>
          <Option type="QString" name="color" value="213,94,0,60"/>
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
             <Option type="QString" name="expression" value="set_color_part(@symbol_color, 'alpha', scale_linear(@map_scale, 5000, 25000, 60, 140))"/>
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
      <symbol type="fill" name="1" alpha="1" clip_to_extent="1" force_rhr="0">
        <layer class="SimpleFill" enabled="1" locked="0" pass="2">
         <Option type="Map">
          <Option type="QString" name="border_width_map_unit_scale" value="3x:0,0,0,0,0,0"/>
          <Option type="QString" name="color" value="240,228,66,65"/>
          <Option type="QString" name="joinstyle" value="miter"/>
          <Option type="QString" name="offset" value="0,0"/>
          <Option type="QString" name="offset_unit" value="MM"/>
          <Option type="QString" name="outline_color" value="240,228,66,255"/>
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
             <Option type="QString" name="expression" value="set_color_part(@symbol_color, 'alpha', scale_linear(@map_scale, 5000, 25000, 65, 150))"/>
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
      <symbol type="fill" name="2" alpha="1" clip_to_extent="1" force_rhr="0">
        <layer class="SimpleFill" enabled="1" locked="0" pass="1">
         <Option type="Map">
          <Option type="QString" name="border_width_map_unit_scale" value="3x:0,0,0,0,0,0"/>
          <Option type="QString" name="color" value="0,114,178,45"/>
          <Option type="QString" name="joinstyle" value="miter"/>
          <Option type="QString" name="offset" value="0,0"/>
          <Option type="QString" name="offset_unit" value="MM"/>
          <Option type="QString" name="outline_color" value="0,114,178,200"/>
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
             <Option type="QString" name="expression" value="set_color_part(@symbol_color, 'alpha', scale_linear(@map_scale, 5000, 25000, 28, 65))"/>
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
