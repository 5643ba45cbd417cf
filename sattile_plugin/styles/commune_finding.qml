<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<qgis version="3.22.0" styleCategories="Symbology|Labeling" labelsEnabled="1">
  <renderer-v2 type="graduatedSymbol" attr="coalesce(&quot;disagreement_ratio&quot;, -1)" graduatedMethod="GraduatedColor" symbollevels="0" enableorderby="0" forceraster="0" referencescale="-1">
    <ranges>
      <range lower="-1.000000000000000" upper="-0.500000000000000" symbol="0" label="Not compared" render="true"/>
      <range lower="0.000000000000000" upper="0.001000000000000" symbol="1" label="Hardly any" render="true"/>
      <range lower="0.001000000000000" upper="0.010000000000000" symbol="2" label="Up to 1 %" render="true"/>
      <range lower="0.010000000000000" upper="0.020000000000000" symbol="3" label="1 to 2 %" render="true"/>
      <range lower="0.020000000000000" upper="0.050000000000000" symbol="4" label="2 to 5 %" render="true"/>
      <range lower="0.050000000000000" upper="1.000000000000000" symbol="5" label="More than 5 %" render="true"/>
    </ranges>
    <symbols>
      <symbol type="fill" name="0" alpha="1" clip_to_extent="1" force_rhr="0">
        <layer class="SimpleFill" enabled="1" locked="0" pass="0">
         <Option type="Map">
          <Option type="QString" name="border_width_map_unit_scale" value="3x:0,0,0,0,0,0"/>
          <Option type="QString" name="color" value="190,190,190,0"/>
          <Option type="QString" name="joinstyle" value="miter"/>
          <Option type="QString" name="offset" value="0,0"/>
          <Option type="QString" name="offset_unit" value="MM"/>
          <Option type="QString" name="outline_color" value="80,80,80,255"/>
          <Option type="QString" name="outline_style" value="solid"/>
          <Option type="QString" name="outline_width" value="0.6"/>
          <Option type="QString" name="outline_width_unit" value="MM"/>
          <Option type="QString" name="style" value="solid"/>
         </Option>
         <data_defined_properties>
          <Option type="Map">
           <Option type="QString" name="name" value=""/>
           <Option type="Map" name="properties">
            <Option type="Map" name="fillColor">
             <Option type="bool" name="active" value="true"/>
             <Option type="QString" name="expression" value="set_color_part(@symbol_color, 'alpha', scale_linear(@map_scale, 4000, 12000, 0, color_part(@symbol_color, 'alpha')))"/>
             <Option type="int" name="type" value="3"/>
            </Option>
            <Option type="Map" name="outlineWidth">
             <Option type="bool" name="active" value="true"/>
             <Option type="QString" name="expression" value="scale_linear(@map_scale, 5000, 25000, 0.6, 0.15)"/>
             <Option type="int" name="type" value="3"/>
            </Option>
           </Option>
           <Option type="QString" name="type" value="collection"/>
          </Option>
         </data_defined_properties>
        </layer>
      </symbol>
      <symbol type="fill" name="1" alpha="1" clip_to_extent="1" force_rhr="0">
        <layer class="SimpleFill" enabled="1" locked="0" pass="0">
         <Option type="Map">
          <Option type="QString" name="border_width_map_unit_scale" value="3x:0,0,0,0,0,0"/>
          <Option type="QString" name="color" value="242,240,247,130"/>
          <Option type="QString" name="joinstyle" value="miter"/>
          <Option type="QString" name="offset" value="0,0"/>
          <Option type="QString" name="offset_unit" value="MM"/>
          <Option type="QString" name="outline_color" value="80,80,80,255"/>
          <Option type="QString" name="outline_style" value="solid"/>
          <Option type="QString" name="outline_width" value="0.6"/>
          <Option type="QString" name="outline_width_unit" value="MM"/>
          <Option type="QString" name="style" value="solid"/>
         </Option>
         <data_defined_properties>
          <Option type="Map">
           <Option type="QString" name="name" value=""/>
           <Option type="Map" name="properties">
            <Option type="Map" name="fillColor">
             <Option type="bool" name="active" value="true"/>
             <Option type="QString" name="expression" value="set_color_part(@symbol_color, 'alpha', scale_linear(@map_scale, 4000, 12000, 0, color_part(@symbol_color, 'alpha')))"/>
             <Option type="int" name="type" value="3"/>
            </Option>
            <Option type="Map" name="outlineWidth">
             <Option type="bool" name="active" value="true"/>
             <Option type="QString" name="expression" value="scale_linear(@map_scale, 5000, 25000, 0.6, 0.15)"/>
             <Option type="int" name="type" value="3"/>
            </Option>
           </Option>
           <Option type="QString" name="type" value="collection"/>
          </Option>
         </data_defined_properties>
        </layer>
      </symbol>
      <symbol type="fill" name="2" alpha="1" clip_to_extent="1" force_rhr="0">
        <layer class="SimpleFill" enabled="1" locked="0" pass="0">
         <Option type="Map">
          <Option type="QString" name="border_width_map_unit_scale" value="3x:0,0,0,0,0,0"/>
          <Option type="QString" name="color" value="203,201,226,130"/>
          <Option type="QString" name="joinstyle" value="miter"/>
          <Option type="QString" name="offset" value="0,0"/>
          <Option type="QString" name="offset_unit" value="MM"/>
          <Option type="QString" name="outline_color" value="80,80,80,255"/>
          <Option type="QString" name="outline_style" value="solid"/>
          <Option type="QString" name="outline_width" value="0.6"/>
          <Option type="QString" name="outline_width_unit" value="MM"/>
          <Option type="QString" name="style" value="solid"/>
         </Option>
         <data_defined_properties>
          <Option type="Map">
           <Option type="QString" name="name" value=""/>
           <Option type="Map" name="properties">
            <Option type="Map" name="fillColor">
             <Option type="bool" name="active" value="true"/>
             <Option type="QString" name="expression" value="set_color_part(@symbol_color, 'alpha', scale_linear(@map_scale, 4000, 12000, 0, color_part(@symbol_color, 'alpha')))"/>
             <Option type="int" name="type" value="3"/>
            </Option>
            <Option type="Map" name="outlineWidth">
             <Option type="bool" name="active" value="true"/>
             <Option type="QString" name="expression" value="scale_linear(@map_scale, 5000, 25000, 0.6, 0.15)"/>
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
          <Option type="QString" name="color" value="158,154,200,130"/>
          <Option type="QString" name="joinstyle" value="miter"/>
          <Option type="QString" name="offset" value="0,0"/>
          <Option type="QString" name="offset_unit" value="MM"/>
          <Option type="QString" name="outline_color" value="80,80,80,255"/>
          <Option type="QString" name="outline_style" value="solid"/>
          <Option type="QString" name="outline_width" value="0.6"/>
          <Option type="QString" name="outline_width_unit" value="MM"/>
          <Option type="QString" name="style" value="solid"/>
         </Option>
         <data_defined_properties>
          <Option type="Map">
           <Option type="QString" name="name" value=""/>
           <Option type="Map" name="properties">
            <Option type="Map" name="fillColor">
             <Option type="bool" name="active" value="true"/>
             <Option type="QString" name="expression" value="set_color_part(@symbol_color, 'alpha', scale_linear(@map_scale, 4000, 12000, 0, color_part(@symbol_color, 'alpha')))"/>
             <Option type="int" name="type" value="3"/>
            </Option>
            <Option type="Map" name="outlineWidth">
             <Option type="bool" name="active" value="true"/>
             <Option type="QString" name="expression" value="scale_linear(@map_scale, 5000, 25000, 0.6, 0.15)"/>
             <Option type="int" name="type" value="3"/>
            </Option>
           </Option>
           <Option type="QString" name="type" value="collection"/>
          </Option>
         </data_defined_properties>
        </layer>
      </symbol>
      <symbol type="fill" name="4" alpha="1" clip_to_extent="1" force_rhr="0">
        <layer class="SimpleFill" enabled="1" locked="0" pass="0">
         <Option type="Map">
          <Option type="QString" name="border_width_map_unit_scale" value="3x:0,0,0,0,0,0"/>
          <Option type="QString" name="color" value="117,107,177,130"/>
          <Option type="QString" name="joinstyle" value="miter"/>
          <Option type="QString" name="offset" value="0,0"/>
          <Option type="QString" name="offset_unit" value="MM"/>
          <Option type="QString" name="outline_color" value="80,80,80,255"/>
          <Option type="QString" name="outline_style" value="solid"/>
          <Option type="QString" name="outline_width" value="0.6"/>
          <Option type="QString" name="outline_width_unit" value="MM"/>
          <Option type="QString" name="style" value="solid"/>
         </Option>
         <data_defined_properties>
          <Option type="Map">
           <Option type="QString" name="name" value=""/>
           <Option type="Map" name="properties">
            <Option type="Map" name="fillColor">
             <Option type="bool" name="active" value="true"/>
             <Option type="QString" name="expression" value="set_color_part(@symbol_color, 'alpha', scale_linear(@map_scale, 4000, 12000, 0, color_part(@symbol_color, 'alpha')))"/>
             <Option type="int" name="type" value="3"/>
            </Option>
            <Option type="Map" name="outlineWidth">
             <Option type="bool" name="active" value="true"/>
             <Option type="QString" name="expression" value="scale_linear(@map_scale, 5000, 25000, 0.6, 0.15)"/>
             <Option type="int" name="type" value="3"/>
            </Option>
           </Option>
           <Option type="QString" name="type" value="collection"/>
          </Option>
         </data_defined_properties>
        </layer>
      </symbol>
      <symbol type="fill" name="5" alpha="1" clip_to_extent="1" force_rhr="0">
        <layer class="SimpleFill" enabled="1" locked="0" pass="0">
         <Option type="Map">
          <Option type="QString" name="border_width_map_unit_scale" value="3x:0,0,0,0,0,0"/>
          <Option type="QString" name="color" value="84,39,143,130"/>
          <Option type="QString" name="joinstyle" value="miter"/>
          <Option type="QString" name="offset" value="0,0"/>
          <Option type="QString" name="offset_unit" value="MM"/>
          <Option type="QString" name="outline_color" value="80,80,80,255"/>
          <Option type="QString" name="outline_style" value="solid"/>
          <Option type="QString" name="outline_width" value="0.6"/>
          <Option type="QString" name="outline_width_unit" value="MM"/>
          <Option type="QString" name="style" value="solid"/>
         </Option>
         <data_defined_properties>
          <Option type="Map">
           <Option type="QString" name="name" value=""/>
           <Option type="Map" name="properties">
            <Option type="Map" name="fillColor">
             <Option type="bool" name="active" value="true"/>
             <Option type="QString" name="expression" value="set_color_part(@symbol_color, 'alpha', scale_linear(@map_scale, 4000, 12000, 0, color_part(@symbol_color, 'alpha')))"/>
             <Option type="int" name="type" value="3"/>
            </Option>
            <Option type="Map" name="outlineWidth">
             <Option type="bool" name="active" value="true"/>
             <Option type="QString" name="expression" value="scale_linear(@map_scale, 5000, 25000, 0.6, 0.15)"/>
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
  <labeling type="simple">
    <settings calloutType="simple">
      <text-style fieldName="&quot;commune_id&quot; || '\n' || '+' || &quot;new_count&quot; || '  −' || &quot;gone_count&quot;" isExpression="1" fontFamily="DejaVu Sans" namedStyle="Book" fontWeight="50" fontSize="9" fontSizeUnit="Point" textColor="40,40,40,255" textOpacity="1" multilineHeight="1">
        <text-buffer bufferDraw="1" bufferSize="0.9" bufferSizeUnits="MM" bufferColor="255,255,255,255" bufferOpacity="0.9" bufferJoinStyle="128" bufferNoFill="1"/>
      </text-style>
      <text-format wrapChar="" multilineAlign="1" addDirectionSymbol="0" formatNumbers="0" autoWrapLength="0"/>
      <placement placement="0" quadOffset="4" dist="0" distUnits="MM" centroidWhole="0" centroidInside="1" fitInPolygonOnly="0" priority="7"/>
      <rendering scaleVisibility="0" scaleMin="0" scaleMax="0" obstacle="0" displayAll="0" drawLabels="1" upsidedownLabels="0" limitNumLabels="0" maxNumLabels="2000" fontLimitPixelSize="0" minFeatureSize="0" mergeLines="0" zIndex="0"/>
    </settings>
  </labeling>
  <blendMode>0</blendMode>
  <featureBlendMode>0</featureBlendMode>
  <layerOpacity>1</layerOpacity>
  <layerGeometryType>2</layerGeometryType>
</qgis>
