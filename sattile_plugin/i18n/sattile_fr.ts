<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="fr" sourcelanguage="en">
  <context>
    <name>SatTile</name>
    <message>
      <location filename="../../sattile_plugin/bridge/accuracy_style.py" />
      <source>No tile measured</source>
      <translation>Aucune tuile mesurée</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/bridge/accuracy_style.py" />
      <source>Paler: fewer tiles, less certain</source>
      <translation>Plus pâle : moins de tuiles, moins sûr</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/bridge/accuracy_style.py" />
      <source>Said bâti, is not</source>
      <translation>Dit bâti à tort</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/bridge/accuracy_style.py" />
      <source>Bâti that was missed</source>
      <translation>Bâti manqué</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/bridge/accuracy_style.py" />
      <source>Right: bâti</source>
      <translation>Juste : bâti</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/bridge/accuracy_style.py" />
      <source>Right: non bâti</source>
      <translation>Juste : non bâti</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/bridge/accuracy_style.py" />
      <source>Wrong</source>
      <translation>Faux</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/bridge/accuracy_style.py" />
      <source>Right</source>
      <translation>Juste</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/bridge/atlas.py" />
      <source>Drawing tile images</source>
      <translation>Dessin des images des tuiles</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/bridge/atlas_drawing.py" />
      <source>a layer that it draws was taken out of the project</source>
      <translation>une couche qu’il dessine a été retirée du projet</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/bridge/atlas_drawing.py" />
      <source>the memory does not suffice for the image</source>
      <translation>la mémoire ne suffit pas pour l’image</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/bridge/atlas_drawing.py" />
      <source>The layout “{name}” is drawn as you changed it. To have it made anew, delete or rename it.</source>
      <translation>La mise en page « {name} » est dessinée telle que vous l’avez modifiée. Pour qu’elle soit refaite, supprimez-la ou renommez-la.</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/bridge/atlas_drawing.py" />
      <source>tile with a class and a part</source>
      <translation>tuile avec une classe et un lot</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/bridge/atlas_drawing.py" />
      <source>The layout “{name}” is in the project, to open, change and keep.</source>
      <translation>La mise en page « {name} » est dans le projet : vous pouvez l’ouvrir, la modifier et la garder.</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/bridge/atlas_drawing.py" />
      <source>Its page of {page_mm} mm gives exact pixels at {exact_px} pixels a side, not at {size_px}.</source>
      <translation>Sa page de {page_mm} mm donne des pixels exacts à {exact_px} pixels de côté, pas à {size_px}.</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/bridge/atlas_layout.py" />
      <source>SatTile tiles</source>
      <translation>Tuiles SatTile</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/bridge/atlas_layout.py" />
      <source>it is a report, not a print layout: rename it</source>
      <translation>c’est un rapport, pas une mise en page : renommez-le</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/bridge/atlas_layout.py" />
      <source>it has no map that is controlled by the Atlas: delete it to have it made anew</source>
      <translation>elle n’a pas de carte contrôlée par l’atlas : supprimez-la pour qu’elle soit refaite</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/bridge/class_style.py" />
      <source>Unlike all that the model learned from</source>
      <translation>Ne ressemble à rien d’appris</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/bridge/class_style.py" />
      <source>No image</source>
      <translation>Sans image</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/bridge/cluster_style.py" />
      <source>Cluster {number}</source>
      <translation>Groupe {number}</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/bridge/cluster_style.py" />
      <source>Segment {number}</source>
      <translation>Segment {number}</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/bridge/cluster_style.py" />
      <source>Without image</source>
      <translation>Sans image</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/bridge/commune_atlas.py" />
      <source>SatTile communes</source>
      <translation>SatTile communes</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/bridge/commune_atlas.py" />
      <source>{label}: {value}</source>
      <translation>{label} : {value}</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/bridge/commune_atlas.py" />
      <source>Population</source>
      <translation>Population</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/bridge/commune_atlas.py" />
      <source>Inhabitants per km²</source>
      <translation>Habitants par km²</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/bridge/commune_atlas.py" />
      <source>Share of bâti</source>
      <translation>Part de bâti</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/bridge/commune_atlas.py" />
      <source>Number of tiles</source>
      <translation>Nombre de tuiles</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/bridge/commune_atlas.py" />
      <source>Silhouette</source>
      <translation>Silhouette</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/bridge/commune_atlas.py" />
      <source>Stability</source>
      <translation>Stabilité</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/bridge/commune_atlas.py" />
      <source>Looks most like</source>
      <translation>Ressemble le plus à</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/bridge/commune_layers.py" />
      <source>Clusters of communes</source>
      <translation>Groupes de communes</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/bridge/commune_layers.py" />
      <source>Diagram of communes</source>
      <translation>Diagramme des communes</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/bridge/commune_layers.py" />
      <source>Diagram of tiles</source>
      <translation>Diagramme des tuiles</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/bridge/commune_layers.py" />
      <source>Diagram of communes (UMAP)</source>
      <translation>Diagramme des communes (UMAP)</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/bridge/commune_layers.py" />
      <source>Diagram of tiles (UMAP)</source>
      <translation>Diagramme des tuiles (UMAP)</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/bridge/commune_layers.py" />
      <source>Summary of clusters</source>
      <translation>Résumé des groupes</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/bridge/commune_layers.py" />
      <source>Twins of communes</source>
      <translation>Communes jumelles</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/bridge/commune_layers.py" />
      <source>Statistics</source>
      <translation>Statistiques</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/bridge/commune_layers.py" />
      <source>Population to settle</source>
      <translation>Population à trancher</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/bridge/commune_layers.py" />
      <source>Communes by likeness</source>
      <translation>Communes par ressemblance</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/bridge/environment.py" />
      <source>The engine was made for another version of SatTile; install it again by the menu SatTile &gt; Install the engine….</source>
      <translation>Le moteur a été installé pour une autre version de SatTile ; réinstallez-le par le menu SatTile &gt; Installer le moteur….</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/bridge/errors.py" />
      <source>The engine of SatTile was not found at {found}; install it by the menu SatTile &gt; Install the engine…, or name its Python in Settings &gt; Options &gt; SatTile.</source>
      <translation>Le moteur de SatTile est introuvable à l’emplacement {found} ; installez-le par le menu SatTile &gt; Installer le moteur…, ou indiquez son Python dans Préférences &gt; Options &gt; SatTile.</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/bridge/errors.py" />
      <source>The engine could not be installed: {reason}. If the network is the reason, check it and the proxy in Settings &gt; Options &gt; Network, then try again. Log: {log}</source>
      <translation>Le moteur n’a pas pu être installé : {reason}. Si le réseau est en cause, vérifiez-le, ainsi que le proxy dans Préférences &gt; Options &gt; Réseau, puis réessayez. Journal : {log}</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/bridge/errors.py" />
      <source>Another QGIS is installing the engine of SatTile; wait until it has ended, then try again.</source>
      <translation>Une autre fenêtre de QGIS est en train d’installer le moteur de SatTile ; attendez qu’elle ait terminé, puis réessayez.</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/bridge/errors.py" />
      <source>No Python from 3.10 to 3.13 that can make the engine was found on this computer: {expected}, then try again. Log: {log}</source>
      <translation>Aucun Python de la version 3.10 à la 3.13 qui puisse créer le moteur n’a été trouvé sur cet ordinateur : {expected}, puis réessayez. Journal : {log}</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/bridge/errors.py" />
      <source>{program} cannot be started ({reason}); check the interpreter in Settings &gt; Options &gt; SatTile.</source>
      <translation>{program} ne peut pas être lancé ({reason}) ; vérifiez l’interpréteur dans Préférences &gt; Options &gt; SatTile.</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/bridge/errors.py" />
      <source>The engine ended in the middle of its work (exit code {code}): {cause}.
{log_end}
Log: {log}</source>
      <translation>Le moteur s’est arrêté au milieu de son travail (code de sortie {code}) : {cause}.
{log_end}
Journal : {log}</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/bridge/errors.py" />
      <source>The engine {python} lacks one of its libraries ({reason}); install it by the menu SatTile &gt; Install the engine…, or name another Python in Settings &gt; Options &gt; SatTile.</source>
      <translation>Il manque au moteur {python} une de ses bibliothèques ({reason}) ; installez-le par le menu SatTile &gt; Installer le moteur…, ou indiquez un autre Python dans Préférences &gt; Options &gt; SatTile.</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/bridge/errors.py" />
      <source>The engine met an error that it should not have ({error}: {reason}); please report it with this log.
{log_end}
Log: {log}</source>
      <translation>Le moteur a rencontré une erreur qui n’aurait pas dû se produire ({error} : {reason}) ; merci de la signaler avec ce journal.
{log_end}
Journal : {log}</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/bridge/errors.py" />
      <source>{layer} is a layer of the provider {found}; expected a raster file, WMS, WMTS, XYZ or WCS: export it to GeoTIFF first (right click on the layer &gt; Export &gt; Save As…).</source>
      <translation>{layer} est une couche du fournisseur {found} ; attendu : un fichier raster, un WMS, WMTS, XYZ ou WCS. Exportez-la d’abord en GeoTIFF (clic droit sur la couche &gt; Exporter &gt; Enregistrer sous…).</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/bridge/errors.py" />
      <source>The Atlas cannot draw {place} ({reason}); mend that and run it again.</source>
      <translation>L’atlas ne peut pas dessiner {place} ({reason}) ; corrigez cela et relancez.</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/bridge/errors.py" />
      <source>{layer} could not be copied for the engine ({reason}); export it to a GeoPackage and take that.</source>
      <translation>{layer} n’a pas pu être copiée pour le moteur ({reason}) ; exportez-la en GeoPackage et utilisez cette copie.</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/bridge/errors.py" />
      <source>{layer}: the server {host} failed at attempt {attempts} ({reason}); what it gave is kept, so start again later to go on from there, or check the layer in the map.</source>
      <translation>{layer} : le serveur {host} a échoué à l’essai {attempts} ({reason}) ; ce qu’il a donné est gardé : relancez plus tard pour reprendre là, ou vérifiez la couche dans la carte.</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/bridge/errors.py" />
      <source>{layer}: the server {host} refuses access ({reason}); check the login in the layer's connection, then run it again: what the server gave is kept.</source>
      <translation>{layer} : le serveur {host} refuse l’accès ({reason}) ; vérifiez l’identifiant dans la connexion de la couche, puis relancez : ce que le serveur a donné est gardé.</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/bridge/errors.py" />
      <source>{layer}: {megapixels} megapixels at {resolution} m a pixel are more than the limit of {limit} megapixels; take fewer tiles, a coarser resolution, or the provider's files.</source>
      <translation>{layer} : {megapixels} mégapixels à {resolution} m par pixel dépassent la limite de {limit} mégapixels ; prenez moins de tuiles, une résolution plus grossière ou les fichiers du fournisseur.</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/bridge/errors.py" />
      <source>{layer} shows nothing at the tiles; check in the map that it does, at the resolution asked for too.</source>
      <translation>{layer} ne montre rien à l’endroit des tuiles ; vérifiez dans la carte qu’elle montre une image, aussi à la résolution demandée.</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/bridge/errors.py" />
      <source>{layer} is a service, whose footprint is not known; give areas or an extent to tile instead.</source>
      <translation>{layer} est un service, dont l’emprise n’est pas connue ; donnez plutôt des zones ou une étendue à découper.</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/bridge/errors.py" />
      <source>{layer}: the server {host} gave {received} of {matched} features of one place and no more; take fewer tiles, or export the layer to a GeoPackage and take that.</source>
      <translation>{layer} : le serveur {host} a donné {received} des {matched} objets d’un lieu, et pas plus ; prenez moins de tuiles, ou exportez la couche en GeoPackage et prenez celui-ci.</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/bridge/errors.py" />
      <source>The map shows {found} square degrees; expected at most {limit} (20 km by 20 km), so zoom in and try again.</source>
      <translation>La carte montre {found} degrés carrés ; attendu : au plus {limit} (20 km sur 20 km). Zoomez et réessayez.</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/bridge/install.py" />
      <source>Base set: tile, label, split, apply a model (about 700 MB)</source>
      <translation>Ensemble de base : tuiler, étiqueter, répartir, appliquer un modèle (environ 700 Mo)</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/bridge/install.py" />
      <source>Training set: the base set and TensorFlow (about 2 GB)</source>
      <translation>Ensemble d’entraînement : l’ensemble de base et TensorFlow (environ 2 Go)</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/bridge/install.py" />
      <source>Set for NVIDIA cards: the training set and CUDA, driver 580 or newer (about 5 GB)</source>
      <translation>Ensemble pour cartes NVIDIA : l’ensemble d’entraînement et CUDA, pilote 580 ou plus récent (environ 5 Go)</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/bridge/install.py" />
      <source>Making the environment</source>
      <translation>Création de l’environnement</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/bridge/install.py" />
      <source>Installing the packages</source>
      <translation>Installation des paquets</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/bridge/install_failure.py" />
      <source>a package was altered on its way, perhaps by a proxy: {line}</source>
      <translation>un paquet a été modifié en chemin, peut-être par un proxy : {line}</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/bridge/install_failure.py" />
      <source>the certificate of the server or of the proxy is not trusted: {line}</source>
      <translation>le certificat du serveur ou du proxy n’est pas reconnu : {line}</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/bridge/install_failure.py" />
      <source>the proxy does not answer, or refuses access: {line}</source>
      <translation>le proxy ne répond pas ou refuse l’accès : {line}</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/bridge/install_failure.py" />
      <source>a file or folder may not be written: {line}</source>
      <translation>un fichier ou un dossier ne peut pas être écrit : {line}</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/bridge/install_failure.py" />
      <source>the server of the packages is not found: {line}</source>
      <translation>le serveur des paquets est introuvable : {line}</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/bridge/install_failure.py" />
      <source>the server of the packages does not answer, or refuses access: {line}</source>
      <translation>le serveur des paquets ne répond pas ou refuse l’accès : {line}</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/bridge/install_failure.py" />
      <source>exit code {code}</source>
      <translation>code de sortie {code}</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/bridge/installer.py" />
      <source>pip cannot go by the SOCKS5 proxy that QGIS uses: name an HTTP proxy, or install uv</source>
      <translation>pip ne peut pas passer par le proxy SOCKS5 que QGIS utilise : indiquez un proxy HTTP, ou installez uv</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/bridge/interpreters.py" />
      <source>install one with the module venv (on Debian and Ubuntu: sudo apt install python3 python3-venv)</source>
      <translation>installez-en un avec le module venv (sous Debian et Ubuntu : sudo apt install python3 python3-venv)</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/bridge/interpreters.py" />
      <source>install Python 3.12 of 64 bits from python.org, not from the Microsoft Store</source>
      <translation>installez Python 3.12 en 64 bits depuis python.org, et non depuis le Microsoft Store</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/bridge/interpreters.py" />
      <source>install Python 3.12 from python.org</source>
      <translation>installez Python 3.12 depuis python.org</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/bridge/interpreters.py" />
      <source>install the module venv of Python (on Debian and Ubuntu: sudo apt install python3-venv)</source>
      <translation>installez le module venv de Python (sous Debian et Ubuntu : sudo apt install python3-venv)</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/bridge/language.py" />
      <source>“{name}”</source>
      <translation>« {name} »</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/bridge/layers.py" />
      <source>features of {layer} that this run does not read</source>
      <translation>des entités de {layer} que ce traitement ne lit pas</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/bridge/layers.py" />
      <source>changes of {layer} that are not saved</source>
      <translation>des modifications de {layer} qui ne sont pas enregistrées</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/bridge/lent_layers.py" />
      <source>it was taken out of the project</source>
      <translation>elle a été retirée du projet</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/bridge/runs.py" />
      <source>it was killed, most often because the memory ran out: close other programs or take a smaller area</source>
      <translation>il a été tué, le plus souvent faute de mémoire : fermez d’autres programmes ou prenez une emprise plus petite</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/bridge/runs.py" />
      <source>one of its libraries crashed</source>
      <translation>une de ses bibliothèques a planté</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/bridge/runs.py" />
      <source>another program ended it</source>
      <translation>un autre programme l’a arrêté</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/bridge/runs.py" />
      <source>its log tells why</source>
      <translation>son journal en donne la raison</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/bridge/services/answers.py" />
      <source>its description of itself cannot be read</source>
      <translation>sa description de lui-même est illisible</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/bridge/services/features.py" />
      <source>{layer}: {missing} of {blocks} blocks to fetch from {host}; the others are in {folder}.</source>
      <translation>{layer} : {missing} blocs sur {blocks} à télécharger de {host} ; les autres sont dans {folder}.</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/bridge/services/features.py" />
      <source>Fetching buildings from the service</source>
      <translation>Téléchargement des bâtiments du service</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/bridge/services/network.py" />
      <source>no answer within {seconds:g} s</source>
      <translation>pas de réponse en {seconds:g} s</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/bridge/services/openstreetmap.py" />
      <source>an answer that is no JSON</source>
      <translation>une réponse qui n’est pas du JSON</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/bridge/services/pixels.py" />
      <source>an answer that is no image</source>
      <translation>une réponse qui n’est pas une image</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/bridge/services/pixels.py" />
      <source>an image that is cut off</source>
      <translation>une image tronquée</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/bridge/services/pixels.py" />
      <source>an image of another size</source>
      <translation>une image d’une autre taille</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/bridge/services/presets.py" />
      <source>IGN: BD ORTHO (WMS, for work)</source>
      <translation>IGN : BD ORTHO (WMS, pour travailler)</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/bridge/services/presets.py" />
      <source>IGN: BD ORTHO (WMTS, quick to look at)</source>
      <translation>IGN : BD ORTHO (WMTS, rapide à regarder)</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/bridge/services/presets.py" />
      <source>IGN: BD TOPO buildings (WFS)</source>
      <translation>IGN : bâtiments de la BD TOPO (WFS)</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/bridge/services/raster.py" />
      <source>a wholly transparent image</source>
      <translation>une image entièrement transparente</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/bridge/services/raster.py" />
      <source>{layer}: {missing} of {blocks} blocks of {side} pixels to fetch at {resolution:.3g} m a pixel: {megapixels} megapixels, about {megabytes:.0f} MB on the disk, {requests} requests to {host}. The others are in {folder}.</source>
      <translation>{layer} : {missing} blocs de {side} pixels sur {blocks} à télécharger à {resolution:.3g} m par pixel : {megapixels} mégapixels, environ {megabytes:.0f} Mo sur le disque, {requests} requêtes à {host}. Les autres sont dans {folder}.</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/bridge/services/raster.py" />
      <source>Fetching imagery from the service</source>
      <translation>Téléchargement de l’imagerie du service</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/bridge/services/raster.py" />
      <source>{layer} shows nothing in {count} of {blocks} blocks; their tiles have no image.</source>
      <translation>{layer} ne montre rien dans {count} blocs sur {blocks} ; leurs tuiles n’ont pas d’image.</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/bridge/services/raster.py" />
      <source>Putting the blocks together</source>
      <translation>Assemblage des blocs</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/bridge/services/room.py" />
      <source>{megabytes:.0f} MB that were not used for long left the cache of services (at most {limit:g} GB).</source>
      <translation>{megabytes:.0f} Mo qui n’avaient pas servi depuis longtemps ont quitté le cache des services ({limit:g} Go au plus).</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/bridge/services/tiled.py" />
      <source>it does not offer this layer in this tile matrix set any more</source>
      <translation>il n’offre plus cette couche dans ce jeu de matrices de tuiles</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/bridge/snapshots.py" />
      <source>a vector layer</source>
      <translation>une couche vectorielle</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/bridge/snapshots.py" />
      <source>its features are gone since QGIS opened it</source>
      <translation>ses entités ont disparu depuis que QGIS l’a ouverte</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/errors.py" />
      <source>{option} is {found}; expected {expected}.</source>
      <translation>{option} vaut {found} ; attendu : {expected}.</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/errors.py" />
      <source>{path} cannot be read as {expected} ({reason}); check that the path is right and the file whole.</source>
      <translation>{path} ne peut pas être lu ({reason}) ; attendu : {expected}. Vérifiez que le chemin est juste et le fichier complet.</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/errors.py" />
      <source>{path} has no coordinate reference system; expected one, so assign the right one to it in QGIS.</source>
      <translation>{path} n’a pas de système de coordonnées de référence alors qu’il en faut un ; attribuez-lui le bon dans QGIS.</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/errors.py" />
      <source>{path} is in {found}, whose unit is the {unit}; tiles need a projected system in metres: take {advised}.</source>
      <translation>{path} est en {found}, dont l’unité est : {unit} ; les tuiles demandent un système projeté en mètres : prenez {advised}.</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/errors.py" />
      <source>{path} is in “{found}”, which has no authority code; tile names need one: give the system by its code.</source>
      <translation>{path} est en « {found} », qui n’a pas de code d’autorité ; le nom des tuiles en demande un : indiquez le système par son code.</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/errors.py" />
      <source>“{found}” is no coordinate reference system; give a code like EPSG:2154.</source>
      <translation>« {found} » n’est pas un système de coordonnées de référence ; indiquez un code tel que EPSG:2154.</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/errors.py" />
      <source>{path} has no usable {expected}; expected at least one: check its filter.</source>
      <translation>{path} ne contient rien d’utilisable comme {expected} ; il en faut au moins un : vérifiez son filtre.</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/errors.py" />
      <source>{path} has no column {field} (it has: {found}); run the step that makes it first: {verb}.</source>
      <translation>{path} n’a pas de colonne {field} (elle a : {found}) ; lancez d’abord l’étape qui la crée : {verb}.</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/errors.py" />
      <source>{path} has in its column {field}: {found}; expected {expected}: correct them, or run the step {verb}.</source>
      <translation>{path} contient dans sa colonne {field} : {found} ; on attend {expected} : corrigez ces valeurs, ou exécutez l’étape {verb}.</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/errors.py" />
      <source>{path} shows nothing at the {count} tiles of the part {part}; expected an image of half a tile at least: check where it lies and which of its values mean no data.</source>
      <translation>{path} ne montre rien aux {count} tuiles du lot {part} ; on attend une image d’au moins une demi-tuile : vérifiez où il se trouve et quelles valeurs y marquent l’absence de données.</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/errors.py" />
      <source>{path} has {found} band(s), but band {wanted} was asked for; choose bands among 1 to {found}.</source>
      <translation>{path} a {found} bande(s), mais la bande {wanted} a été demandée ; choisissez les bandes entre 1 et {found}.</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/errors.py" />
      <source>{path} and {other} do not overlap; expected them at the same place: check their coordinate systems.</source>
      <translation>{path} et {other} ne se recouvrent pas alors qu’ils devraient être au même endroit ; vérifiez leurs systèmes de coordonnées.</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/errors.py" />
      <source>{path} covers {found} of the {total} tiles that it touches wholly, as buildings never do; expected buildings: choose the layer that holds them.</source>
      <translation>{path} couvre en entier {found} des {total} tuiles qu’elle touche, ce que des bâtiments ne font jamais ; attendu : des bâtiments, choisissez la couche qui les contient.</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/errors.py" />
      <source>No tile of {tile_size_m} m fits into {path}; take smaller tiles or a larger area.</source>
      <translation>Aucune tuile de {tile_size_m} m ne tient dans {path} ; prenez des tuiles plus petites ou une emprise plus grande.</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/errors.py" />
      <source>More than {millions} million tiles of {tile_size_m} m fit into {path}; take larger tiles or a smaller area.</source>
      <translation>Plus de {millions} millions de tuiles de {tile_size_m} m tiennent dans {path} ; prenez des tuiles plus grandes ou une zone plus petite.</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/errors.py" />
      <source>The folder {folder} of the output {path} does not exist; make it first.</source>
      <translation>Le dossier {folder} de la sortie {path} n’existe pas ; créez-le d’abord.</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/errors.py" />
      <source>{path} already holds {found}, which would be lost; choose another name or move it away.</source>
      <translation>{path} contient déjà quelque chose qui serait perdu ({found}) ; choisissez un autre nom ou déplacez-le.</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/errors.py" />
      <source>Another run is writing {path}; wait until it has ended, or choose another name.</source>
      <translation>Un autre traitement est en train d’écrire {path} ; attendez qu’il soit terminé, ou choisissez un autre nom.</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/errors.py" />
      <source>{path} cannot be written ({reason}); choose a folder that you may write.</source>
      <translation>{path} ne peut pas être écrit ({reason}) ; choisissez un dossier où vous avez le droit d’écrire.</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/errors.py" />
      <source>The disk of {path} is full ({free_mb} MB free); free some room on it.</source>
      <translation>Le disque de {path} est plein ({free_mb} Mo libres) ; libérez-y de la place.</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/errors.py" />
      <source>{path} has {found} {kind}; expected at least {wanted}: label or take in more tiles.</source>
      <translation>{path} : {found} {kind}, il en faut au moins {wanted} ; étiquetez ou ajoutez des tuiles.</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/errors.py" />
      <source>Blocks with labelled tiles ({size}) number only {found}; expected at least {wanted}: take smaller ones.</source>
      <translation>Il n’y a que {found} blocs avec des tuiles étiquetées ({size}) ; il en faut au moins {wanted} : prenez-les plus petits.</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/errors.py" />
      <source>{path} cannot be used as a model ({reason}); expected {expected}.</source>
      <translation>{path} ne peut pas servir de modèle ({reason}) ; attendu : {expected}.</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/errors.py" />
      <source>{path} does not fit {backbone} ({reason}); expected Keras weights of that network and width without its top.</source>
      <translation>{path} ne convient pas à {backbone} ({reason}) ; il faut des poids Keras de ce réseau et de cette largeur, sans sa dernière couche.</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/errors.py" />
      <source>The ImageNet weights of {backbone} could be had neither from a file nor by download ({reason}); expected one of the two: name a weights file.</source>
      <translation>Les poids ImageNet de {backbone} n’ont pu être obtenus ni d’un fichier ni par téléchargement ({reason}) ; il en faut l’un ou l’autre : indiquez un fichier de poids.</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/errors.py" />
      <source>The engine has no {package}, which {verb} needs; install the set “{wanted}” of the engine.</source>
      <translation>Il manque {package} au moteur pour l’étape {verb} ; installez l’ensemble « {wanted} » du moteur.</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/errors.py" />
      <source>{path} is no job of SatTile ({reason}); expected one written by SatTile.</source>
      <translation>{path} n’est pas une tâche de SatTile ({reason}) ; il en faut une écrite par SatTile.</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/jobs/__init__.py" />
      <source>it is no JSON object</source>
      <translation>ce n’est pas un objet JSON</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/jobs/__init__.py" />
      <source>unknown options {unknown}, missing options {missing}</source>
      <translation>options inconnues : {unknown}, options manquantes : {missing}</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/jobs/__init__.py" />
      <source>one of {names}</source>
      <translation>un de ceux-ci : {names}</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/jobs/__init__.py" />
      <source>unknown verb {verb}</source>
      <translation>verbe inconnu : {verb}</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/jobs/__init__.py" />
      <source>{option} cannot be {found}</source>
      <translation>{option} ne peut pas être {found}</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/jobs/base.py" />
      <source>nothing</source>
      <translation>rien</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/jobs/base.py" />
      <source>three band numbers from 1</source>
      <translation>trois numéros de bande à partir de 1</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/jobs/base.py" />
      <source>0.35, 0.5, 0.75, 1.0, 1.3 or 1.4</source>
      <translation>0,35, 0,5, 0,75, 1,0, 1,3 ou 1,4</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/jobs/base.py" />
      <source>a name that ends with {suffix}</source>
      <translation>un nom qui finit par {suffix}</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/jobs/base.py" />
      <source>a number from 0 to 4294967295</source>
      <translation>un nombre de 0 à 4294967295</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/jobs/base.py" />
      <source>a number above 0</source>
      <translation>un nombre supérieur à 0</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/jobs/base.py" />
      <source>a number from 0</source>
      <translation>un nombre à partir de 0</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/jobs/base.py" />
      <source>finite numbers</source>
      <translation>des nombres finis</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/jobs/base.py" />
      <source>a file or folder with a name</source>
      <translation>un fichier ou un dossier qui porte un nom</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/jobs/base.py" />
      <source>both</source>
      <translation>les deux</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/jobs/base.py" />
      <source>neither</source>
      <translation>aucun des deux</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/jobs/base.py" />
      <source>a day as YYYY-MM-DD</source>
      <translation>un jour de la forme AAAA-MM-JJ</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/jobs/buildings.py" />
      <source>a number above 0, at most 1</source>
      <translation>un nombre supérieur à 0, au plus 1</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/jobs/buildings.py" />
      <source>0 to min_built_area_m2 ({limit})</source>
      <translation>de 0 à la surface bâtie minimale ({limit})</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/jobs/classifier.py" />
      <source>either tiles with raster, or library</source>
      <translation>soit des tuiles avec leur raster, soit une bibliothèque d’images</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/jobs/classifier.py" />
      <source>0 to 0.5</source>
      <translation>0 à 0,5</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/jobs/classifier.py" />
      <source>a probability above 0 and below 1</source>
      <translation>une probabilité supérieure à 0 et inférieure à 1</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/jobs/classifier.py" />
      <source>a share from 0, below 1</source>
      <translation>une part à partir de 0, inférieure à 1</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/jobs/classifier.py" />
      <source>communes with it</source>
      <translation>la couche des communes avec elle</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/jobs/classifier.py" />
      <source>a column with it</source>
      <translation>une colonne avec elle</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/jobs/classifier.py" />
      <source>a layer with it</source>
      <translation>une couche avec elle</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/jobs/classifier.py" />
      <source>{count} raster(s)</source>
      <translation>{count} raster(s)</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/jobs/classifier.py" />
      <source>one for each tile layer ({count})</source>
      <translation>un par couche de tuiles ({count})</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/jobs/classifier.py" />
      <source>32 to 512 pixels</source>
      <translation>de 32 à 512 pixels</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/jobs/classifier.py" />
      <source>a multiple of 48 pixels with mobilenet_v2_cells</source>
      <translation>un multiple de 48 pixels avec mobilenet_v2_cells</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/jobs/classifier.py" />
      <source>0 with mobilenet_v2_cells</source>
      <translation>0 avec mobilenet_v2_cells</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/jobs/classifier.py" />
      <source>nothing, or backbone mobilenet_v2_cells without start_from</source>
      <translation>rien, ou backbone mobilenet_v2_cells sans start_from</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/jobs/classifier.py" />
      <source>nothing with a library, whose images have no place</source>
      <translation>rien avec une bibliothèque, dont les images n’ont pas de lieu</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/jobs/classifier.py" />
      <source>{count} layer(s)</source>
      <translation>{count} couche(s)</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/jobs/cleaning.py" />
      <source>the orthophoto under the tiles</source>
      <translation>l’orthophoto sous les tuiles</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/jobs/communes.py" />
      <source>a number from 2</source>
      <translation>un nombre à partir de 2</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/jobs/communes.py" />
      <source>either tiles or communes</source>
      <translation>soit des tuiles, soit des communes</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/jobs/communes.py" />
      <source>at least one of features, segments, built</source>
      <translation>au moins un de features, segments, built</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/jobs/communes.py" />
      <source>a number above k_min ({k_min})</source>
      <translation>un nombre supérieur au plus petit nombre de groupes ({k_min})</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/jobs/communes.py" />
      <source>nothing where communes are described</source>
      <translation>rien quand on décrit des communes</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/jobs/communes.py" />
      <source>segmented tiles to group by</source>
      <translation>des tuiles segmentées d’après lesquelles regrouper</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/jobs/communes.py" />
      <source>classified tiles to group by</source>
      <translation>des tuiles classées d’après lesquelles regrouper</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/jobs/tiles.py" />
      <source>100 to 20000 m</source>
      <translation>100 à 20000 m</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/jobs/tiles.py" />
      <source>0.05 to 2 m a pixel</source>
      <translation>de 0,05 à 2 m par pixel</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/jobs/tiles.py" />
      <source>a raster with it</source>
      <translation>un raster avec elle</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/jobs/tiles.py" />
      <source>three numbers from 0, the first above 0</source>
      <translation>trois nombres à partir de 0, le premier supérieur à 0</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/jobs/tiles.py" />
      <source>exactly one of the three</source>
      <translation>exactement un des trois</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/jobs/tiles.py" />
      <source>xmin ymin xmax ymax with xmin &lt; xmax and ymin &lt; ymax</source>
      <translation>xmin ymin xmax ymax avec xmin &lt; xmax et ymin &lt; ymax</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/jobs/tiles.py" />
      <source>the coordinate reference system of the extent</source>
      <translation>le système de coordonnées de l’emprise</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/jobs/tiles.py" />
      <source>a number from 0 to 1</source>
      <translation>un nombre de 0 à 1</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/jobs/tiles.py" />
      <source>a number between 0 and 1</source>
      <translation>un nombre entre 0 et 1</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/jobs/tiles.py" />
      <source>three whole numbers from 0, the first above 0</source>
      <translation>trois nombres entiers à partir de 0, le premier supérieur à 0</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/jobs/tiles.py" />
      <source>8 to 4096 pixels</source>
      <translation>de 8 à 4096 pixels</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/jobs/tiles.py" />
      <source>more than one</source>
      <translation>plus d’un</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/texts.py" />
      <source>Reading the input</source>
      <translation>Lecture des données</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/texts.py" />
      <source>Painting the scene</source>
      <translation>Peinture de la scène</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/texts.py" />
      <source>Building overviews</source>
      <translation>Construction des aperçus</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/texts.py" />
      <source>Laying tiles</source>
      <translation>Pose des tuiles</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/texts.py" />
      <source>Looking where the raster has an image</source>
      <translation>Recherche des parties du raster qui portent une image</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/texts.py" />
      <source>Looking for buildings under trees</source>
      <translation>Recherche des bâtiments sous les arbres</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/texts.py" />
      <source>Measuring buildings in tiles</source>
      <translation>Mesure du bâti dans les tuiles</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/texts.py" />
      <source>Looking for wrong labels</source>
      <translation>Recherche des étiquettes fausses</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/texts.py" />
      <source>Splitting by blocks</source>
      <translation>Répartition par blocs</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/texts.py" />
      <source>Cutting tile images</source>
      <translation>Découpe des images des tuiles</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/texts.py" />
      <source>Loading the backbone</source>
      <translation>Chargement du réseau</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/texts.py" />
      <source>Computing image features</source>
      <translation>Calcul des caractéristiques des images</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/texts.py" />
      <source>Training</source>
      <translation>Entraînement</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/texts.py" />
      <source>Fine-tuning</source>
      <translation>Affinage</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/texts.py" />
      <source>Getting to know the place</source>
      <translation>Découverte du lieu</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/texts.py" />
      <source>Classifying tiles</source>
      <translation>Classification des tuiles</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/texts.py" />
      <source>Measuring accuracy</source>
      <translation>Mesure de l’exactitude</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/texts.py" />
      <source>Comparing model and buildings</source>
      <translation>Comparaison du modèle et des bâtiments</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/texts.py" />
      <source>Trying numbers of groups</source>
      <translation>Essai de nombres de groupes</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/texts.py" />
      <source>Grouping what looks alike</source>
      <translation>Regroupement de ce qui se ressemble</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/texts.py" />
      <source>Comparing with one another</source>
      <translation>Comparaison des uns aux autres</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/texts.py" />
      <source>Drawing pictures</source>
      <translation>Dessin des images</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/texts.py" />
      <source>Writing the result</source>
      <translation>Écriture du résultat</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/texts.py" />
      <source>{count} invalid geometries of {layer} were mended.</source>
      <translation>{count} géométries invalides de {layer} ont été réparées.</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/texts.py" />
      <source>{count} features of {layer} have no polygon geometry and were left out.</source>
      <translation>{count} entités de {layer} n’ont pas de géométrie polygonale et ont été écartées.</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/texts.py" />
      <source>A GeoPackage tells no upper from lower case; columns were renamed to tell them apart: {names}.</source>
      <translation>Un GeoPackage ne distingue pas majuscules et minuscules ; des colonnes ont été renommées pour les distinguer : {names}.</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/texts.py" />
      <source>{count} tiles of {layer} do not count: their column {field} says {found}.</source>
      <translation>{count} tuiles de {layer} ne comptent pas : leur colonne {field} dit {found}.</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/texts.py" />
      <source>{count} tiles of {layer} lie where another one does; only the first of each place counts.</source>
      <translation>{count} tuiles de {layer} se trouvent là où il y en a déjà une ; seule la première de chaque endroit compte.</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/texts.py" />
      <source>{path} holds several layers ({names}); {layer} was read. Another one is named so: {path}|layername=NAME.</source>
      <translation>{path} contient plusieurs couches ({names}) ; {layer} a été lue. Une autre se désigne ainsi : {path}|layername=NOM.</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/texts.py" />
      <source>The column {field} says bati and non_bati, but also {found} ({count} tiles); each name is a class of its own to the model. Misspelt ones are to be corrected, and unsure tiles named unsure.</source>
      <translation>La colonne {field} contient bati et non_bati, mais aussi {found} ({count} tuiles) ; pour le modèle, chaque nom est une classe à part. Corrigez ceux qui sont mal écrits et nommez unsure les tuiles incertaines.</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/texts.py" />
      <source>{layer} was reprojected from {found} to {wanted}.</source>
      <translation>{layer} a été reprojetée de {found} vers {wanted}.</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/texts.py" />
      <source>{count} buildings overlap others; the ground they share is counted once.</source>
      <translation>{count} bâtiments en recouvrent d’autres ; leur sol commun n’est compté qu’une fois.</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/texts.py" />
      <source>{count} buildings smaller than {min_building_area_m2:g} m² were not counted.</source>
      <translation>{count} bâtiments de moins de {min_building_area_m2:g} m² n’ont pas été comptés.</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/texts.py" />
      <source>{count} buildings do not count ({kinds}).</source>
      <translation>{count} bâtiments ne comptent pas ({kinds}).</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/texts.py" />
      <source>{count} tiles are in no part: they are unsure, without a label or outside the areas.</source>
      <translation>{count} tuiles ne sont dans aucun lot : elles sont incertaines, sans étiquette ou hors des zones.</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/texts.py" />
      <source>{count} tiles are in no part: their labels are more suspicious than {max_suspicion}.</source>
      <translation>{count} tuiles ne sont dans aucun lot : leurs étiquettes sont plus douteuses que {max_suspicion}.</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/texts.py" />
      <source>{count} tiles are in no part: they are nearer than {buffer_m:g} m to a tile of another part.</source>
      <translation>{count} tuiles ne sont dans aucun lot : elles sont à moins de {buffer_m:g} m d’une tuile d’un autre lot.</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/texts.py" />
      <source>No tile of the part {part} is of the class {names}: nothing of it is learned or measured there; take smaller blocks or another seed.</source>
      <translation>Aucune tuile du lot {part} n’est de la classe {names} : rien n’en est appris ni mesuré là ; prenez des blocs plus petits ou une autre graine.</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/texts.py" />
      <source>{count} tiles are in no part: fewer were asked for.</source>
      <translation>{count} tuiles ne sont dans aucun lot : il en a été demandé moins.</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/texts.py" />
      <source>{count} tiles have too little image under them and were left out.</source>
      <translation>{count} tuiles ont trop peu d’image sous elles et ont été écartées.</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/texts.py" />
      <source>{raster} is {dtype}; values from {low} to {high} (2 % to 98 %) were stretched to 0 to 255.</source>
      <translation>{raster} est en {dtype} ; les valeurs de {low} à {high} (2 % à 98 %) ont été étirées de 0 à 255.</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/texts.py" />
      <source>Tiles do not fall on whole pixels of {raster}; each was taken from the nearest pixel corner.</source>
      <translation>Les tuiles ne tombent pas sur des pixels entiers de {raster} ; chacune a été prise au coin de pixel le plus proche.</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/texts.py" />
      <source>The ImageNet weights of {backbone} could be had neither from a file nor by download ({reason}); the small network cerema_cnn was trained instead. Name a weights file to use {backbone}.</source>
      <translation>Les poids ImageNet de {backbone} n’ont pu être obtenus ni d’un fichier ni par téléchargement ({reason}) ; le petit réseau cerema_cnn a été entraîné à la place. Indiquez un fichier de poids pour utiliser {backbone}.</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/texts.py" />
      <source>{library} has no folders train, validation and test; its images were split at random. Neighbours may stand on both sides, so the accuracy can be too good.</source>
      <translation>{library} n’a pas de dossiers train, validation et test ; ses images ont été réparties au hasard. Des voisines peuvent se trouver des deux côtés : l’exactitude peut être trop belle.</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/texts.py" />
      <source>{count} images of {library} are copies of others there: each is in the part of its original, so that none is measured that was learned from.</source>
      <translation>{count} images de {library} y sont des copies d’autres : chacune est dans le lot de son original, pour que rien de ce qui a été appris ne serve à mesurer.</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/texts.py" />
      <source>Blocks of {wanted:g} m are too few to check labels by; blocks of {block_size_m:g} m were taken, so that neighbours are more alike.</source>
      <translation>Les blocs de {wanted:g} m sont trop peu nombreux pour vérifier les étiquettes ; des blocs de {block_size_m:g} m ont été pris, si bien que les voisins se ressemblent davantage.</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/texts.py" />
      <source>The tiles measure {found:g} m, those that the model learned from {wanted:g} m; expect errors.</source>
      <translation>Les tuiles mesurent {found:g} m, celles de l’apprentissage du modèle {wanted:g} m ; attendez-vous à des erreurs.</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/texts.py" />
      <source>The tiles of {place} fall in two clear groups that part where the model says {p_bati}; the probabilities were moved so that they part at 0.5.</source>
      <translation>Les tuiles de {place} forment deux groupes nets, séparés là où le modèle dit {p_bati} ; les probabilités ont été décalées pour qu’ils se séparent à 0,5.</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/texts.py" />
      <source>The model did not learn from most of {place}: which tiles look built there was learned from {count} of them as the model sees them, without labels.</source>
      <translation>Le modèle n’a pas appris de la plus grande partie de {place} : ce qui y paraît bâti a été appris de {count} de ses tuiles, telles que le modèle les voit, sans étiquettes.</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/texts.py" />
      <source>What is built and what is not differ less clearly in {place} than the model has it: its probabilities were brought nearer to 0.5.</source>
      <translation>Le bâti se distingue moins nettement du non-bâti dans {place} que ne le dit le modèle ; ses probabilités ont été rapprochées de 0,5.</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/texts.py" />
      <source>What is built and what is not differ more clearly in {place} than the model has it: its probabilities were moved away from 0.5.</source>
      <translation>Le bâti se distingue plus nettement du non-bâti dans {place} que ne le dit le modèle ; ses probabilités ont été éloignées de 0,5.</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/texts.py" />
      <source>{k} groups were chosen, the greatest number that was tried: allow more to see whether they fit better.</source>
      <translation>{k} groupes ont été retenus, le plus grand nombre essayé : autorisez-en davantage pour voir si cela convient mieux.</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/texts.py" />
      <source>The reference has {classes} classes and there are {k} segments: each class beyond them has none and counts as missed, so the accuracy is low for that alone; ask for {classes} segments to see how well they can be told.</source>
      <translation>La référence a {classes} classes et il y a {k} segments : les classes en trop n’en ont pas et comptent comme manquées, ce qui suffit à baisser l’exactitude ; demandez {classes} segments pour voir à quel point elles se distinguent.</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/texts.py" />
      <source>{place} shows little detail: as if its pixels were {times} times as large as in the photos that the model learned from; expect errors, and take a sharper photo if there is one.</source>
      <translation>{place} montre peu de détails : comme si ses pixels étaient {times} fois plus grands que sur les photos apprises par le modèle ; attendez-vous à des erreurs et prenez une photo plus nette s’il y en a une.</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/texts.py" />
      <source>{place} shows little detail: as if its pixels were {times} times as large as in the photos that the model learned from. It was sharpened before the model saw it; expect errors all the same, and take a sharper photo if there is one.</source>
      <translation>{place} montre peu de détails : comme si ses pixels étaient {times} fois plus grands que sur les photos apprises par le modèle. Elle a été accentuée avant que le modèle ne la voie ; attendez-vous quand même à des erreurs et prenez une photo plus nette s’il y en a une.</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/texts.py" />
      <source>{place} is dull beside the photos that the model learned from; its grey values were stretched before the model saw them.</source>
      <translation>{place} est terne à côté des photos apprises par le modèle ; ses niveaux de gris ont été étirés avant que le modèle ne les voie.</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/texts.py" />
      <source>{place} is dull beside the photos that the model learned from; expect errors, or let it be fitted to the new place.</source>
      <translation>{place} est terne à côté des photos apprises par le modèle ; attendez-vous à des erreurs, ou laissez-le s’ajuster au nouveau lieu.</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/texts.py" />
      <source>{count} of {total} tiles are unlike all that the model learned from (column out_of_domain); do not trust their class without a look.</source>
      <translation>{count} tuiles sur {total} ne ressemblent à rien de ce dont le modèle a appris (colonne out_of_domain) ; ne vous fiez pas à leur classe sans les regarder.</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/texts.py" />
      <source>{count} tiles are not in the library: they have no class or no part.</source>
      <translation>{count} tuiles ne sont pas dans la bibliothèque : elles n’ont pas de classe ou pas de lot.</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/texts.py" />
      <source>{model} learned from tiles of the part {part}; if they are these, the figures are too good: take the part test.</source>
      <translation>{model} a appris de tuiles du lot {part} ; si ce sont celles-ci, les valeurs sont trop bonnes : prenez le lot test.</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/texts.py" />
      <source>{model} learned at this place, by another layer or split: it may know these tiles, and the figures then are too good.</source>
      <translation>{model} a appris en ce lieu, avec une autre couche ou une autre répartition : il connaît peut-être ces tuiles, et les valeurs seraient alors trop bonnes.</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/texts.py" />
      <source>No threshold keeps to a share of {wanted} false alarms on validation; the one with the fewest, {least}, was taken.</source>
      <translation>Aucun seuil ne tient une part de {wanted} de fausses alarmes en validation ; celui qui en donne le moins, {least}, a été pris.</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/texts.py" />
      <source>How sure the classifier may be could not be told: it knows too little of tiles that it did not learn from, those of other places if there are several. Take its probabilities for an order, not for chances.</source>
      <translation>On ne peut dire à quel point le classifieur peut être sûr : il en sait trop peu sur les tuiles dont il n’a pas appris, celles d’autres lieux s’il y en a plusieurs. Fiez-vous à l’ordre de ses probabilités, non à leur valeur.</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/texts.py" />
      <source>{count} tiles of the part {part} were left out: they show ground that another tile layer judges or measures by.</source>
      <translation>{count} tuiles du lot {part} ont été laissées de côté : elles montrent un terrain qui sert à juger ou à mesurer dans une autre couche de tuiles.</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/texts.py" />
      <source>{count} tiles of the part {part} touch tiles that another tile layer judges or measures by. Neighbours are alike, so the accuracy can be too good; merge the layers before they are split to have a buffer between them.</source>
      <translation>{count} tuiles du lot {part} touchent des tuiles qui servent à juger ou à mesurer dans une autre couche de tuiles. Des voisines se ressemblent : l’exactitude peut être trop belle ; fusionnez les couches avant de les répartir pour garder une marge entre elles.</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/texts.py" />
      <source>The rule {rule} was not used: a threshold parts bati and non_bati alone; of other classes the most probable one counts.</source>
      <translation>La règle {rule} n’a pas servi : un seuil ne sépare que bati et non_bati ; entre d’autres classes, la plus probable compte.</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/texts.py" />
      <source>What {backbone} learns as it is trained here does not depend on these options: {names}.</source>
      <translation>Ce que {backbone} apprend avec cet entraînement ne dépend pas de ces options : {names}.</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/texts.py" />
      <source>No tile is in the part test, so nothing was measured on tiles that training never saw.</source>
      <translation>Aucune tuile n’est dans le lot de test ; rien n’a donc été mesuré sur des tuiles jamais vues à l’entraînement.</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/texts.py" />
      <source>The model to go on from learned at this place by another layer or split: it may know the test tiles, and the figures are then too good.</source>
      <translation>Le modèle à poursuivre a appris en ce lieu, d’une autre couche ou répartition : il connaît peut-être les tuiles de test, et les valeurs sont alors trop bonnes.</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/texts.py" />
      <source>{count} rows have no number in the column {field}; their population is unknown.</source>
      <translation>{count} lignes n’ont pas de nombre dans la colonne {field} ; leur population est inconnue.</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/texts.py" />
      <source>{count} communes got no population, for you to settle: {names}.</source>
      <translation>{count} communes sont restées sans population, à vous de trancher : {names}.</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/texts.py" />
      <source>{count} rows of the population table were joined to no commune: {names}.</source>
      <translation>{count} lignes de la table de population n’ont été jointes à aucune commune : {names}.</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/texts.py" />
      <source>{count} communes were joined to names spelled otherwise; see the column population_match.</source>
      <translation>{count} communes ont été jointes à des noms écrits autrement ; voir la colonne population_match.</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/texts.py" />
      <source>{count} of {total} population figures look like placeholders: whole hundreds, or the same number many times.</source>
      <translation>{count} chiffres de population sur {total} ont l’air de bouche-trous : centaines rondes, ou plusieurs fois le même nombre.</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/texts.py" />
      <source>Computed on: {device}.</source>
      <translation>Calculé sur : {device}.</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/texts.py" />
      <source>The engine is set up for a graphics card, but none could be used to the end: see whether its driver is up to date and its memory free. The processor computed instead, with the same result in more time.</source>
      <translation>Le moteur est installé pour une carte graphique, mais aucune n’a pu servir jusqu’au bout : vérifiez que son pilote est à jour et que sa mémoire est libre. Le processeur a calculé à sa place, avec le même résultat, en plus de temps.</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/texts.py" />
      <source>{count} communes have no described tile or image and are in no cluster.</source>
      <translation>{count} communes n’ont ni tuile décrite ni image et ne sont dans aucun groupe.</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/texts.py" />
      <source>The earlier names {names} fit no cluster any more: its communes went apart.</source>
      <translation>Les noms précédents {names} ne vont plus à aucun groupe : leurs communes se sont séparées.</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/texts.py" />
      <source>First look, each tile seen once: validation accuracy {validation_accuracy:.3f}.</source>
      <translation>Premier regard, chaque tuile vue une fois : exactitude de validation {validation_accuracy:.3f}.</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/contract/texts.py" />
      <source>Epoch {epoch}: training loss {training_loss:.4f}, validation accuracy {validation_accuracy:.3f}.</source>
      <translation>Passe {epoch} : perte à l’entraînement {training_loss:.4f}, exactitude à la validation {validation_accuracy:.3f}.</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/engine/buildings.py" />
      <source>buildings</source>
      <translation>bâtiments</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/engine/buildings.py" />
      <source>buildings of at least {limit:g} m²</source>
      <translation>bâtiments d’au moins {limit:g} m²</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/engine/check.py" />
      <source>usable tiles of class {name}</source>
      <translation>tuiles utilisables de la classe {name}</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/engine/communes/choosing.py" />
      <source>all alike</source>
      <translation>les mêmes partout</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/engine/communes/choosing.py" />
      <source>images that differ from one another</source>
      <translation>des images qui diffèrent les unes des autres</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/engine/communes/choosing.py" />
      <source>at most {count}: no more groups can be told apart here</source>
      <translation>au plus {count} : on ne peut pas distinguer plus de groupes ici</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/engine/communes/described.py" />
      <source>what describe wrote</source>
      <translation>ce que « Décrire les images » a écrit</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/engine/communes/described.py" />
      <source>{count} of its rows have features that are no numbers</source>
      <translation>{count} de ses lignes ont des caractéristiques qui ne sont pas des nombres</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/engine/communes/looks.py" />
      <source>communes</source>
      <translation>communes</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/engine/communes/looks.py" />
      <source>communes with described tiles</source>
      <translation>communes aux tuiles décrites</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/engine/communes/numbering.py" />
      <source>size, built (with classified tiles) or a column of numbers: {names}</source>
      <translation>size, built (avec des tuiles classées) ou une colonne de nombres : {names}</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/engine/communes/population_table.py" />
      <source>a column of numbers</source>
      <translation>une colonne de nombres</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/engine/communes/population_table.py" />
      <source>a column of {path}: {names}</source>
      <translation>une colonne de {path} : {names}</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/engine/communes/reference.py" />
      <source>polygons of land use</source>
      <translation>polygones d’occupation du sol</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/engine/communes/settling.py" />
      <source>exactly one commune, by its number</source>
      <translation>exactement une commune, par son numéro</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/engine/communes/settling.py" />
      <source>exactly one row, by its number</source>
      <translation>exactement une ligne, par son numéro</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/engine/communes/settling.py" />
      <source>the communes {names} twice</source>
      <translation>deux fois les communes {names}</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/engine/communes/settling.py" />
      <source>the rows {names} twice</source>
      <translation>deux fois les lignes {names}</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/engine/communes/settling.py" />
      <source>decisions in the column {column}; name it as settled, or they are lost</source>
      <translation>des décisions dans la colonne {column} ; donnez ce fichier comme liste remplie, sinon elles sont perdues</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/engine/communes/settling.py" />
      <source>{named} ({count} fit)</source>
      <translation>{named} ({count} possibles)</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/engine/communes/settling.py" />
      <source>each once at most</source>
      <translation>chacun une fois au plus</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/engine/communes/settling.py" />
      <source>the columns {one} and {other}</source>
      <translation>les colonnes {one} et {other}</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/engine/communes/settling.py" />
      <source>no column {column}</source>
      <translation>pas de colonne {column}</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/engine/communes/tables.py" />
      <source>a table</source>
      <translation>une table</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/engine/communes/tables.py" />
      <source>filters, as {filter}, are for layers; leave the filter out</source>
      <translation>les filtres, comme {filter}, ne valent que pour les couches ; retirez le filtre</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/engine/communes/tables.py" />
      <source>rows</source>
      <translation>lignes</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/engine/communes/tables.py" />
      <source>a table of text</source>
      <translation>une table de texte</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/engine/communes/tables.py" />
      <source>it holds bytes that are no text</source>
      <translation>elle contient des octets qui ne sont pas du texte</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/engine/communes/tables.py" />
      <source>a table: CSV, Excel (.xlsx) or a layer</source>
      <translation>un tableau : CSV, Excel (.xlsx) ou couche</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/engine/communes/tables.py" />
      <source>an Excel book</source>
      <translation>un classeur Excel</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/engine/communes/tables.py" />
      <source>a book with the sheet {sheet}</source>
      <translation>un classeur avec la feuille {sheet}</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/engine/communes/tables.py" />
      <source>its sheets: {names}</source>
      <translation>ses feuilles : {names}</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/engine/compare.py" />
      <source>probabilities from 0 to 1</source>
      <translation>des probabilités de 0 à 1</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/engine/compare.py" />
      <source>numbers</source>
      <translation>des nombres</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/engine/describe.py" />
      <source>tiles with an image</source>
      <translation>tuiles avec une image</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/engine/describe.py" />
      <source>a tile_id, such as {name}</source>
      <translation>un tile_id, comme {name}</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/engine/evaluate.py" />
      <source>its classes are {names}</source>
      <translation>ses classes sont {names}</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/engine/evaluate.py" />
      <source>the classes {names}</source>
      <translation>les classes {names}</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/engine/evaluate.py" />
      <source>labelled tiles in the part {part}</source>
      <translation>tuiles étiquetées dans le lot {part}</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/engine/export.py" />
      <source>direct, since QGIS draws an Atlas: use the algorithm sattile:exporttileimages there</source>
      <translation>direct, car c’est QGIS qui dessine un Atlas : utilisez-y l’algorithme sattile:exporttileimages</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/engine/grid.py" />
      <source>polygons</source>
      <translation>polygones</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/engine/io/claims.py" />
      <source>a name that is not the model's: what is called as {model} is taken for what its training wrote</source>
      <translation>un nom qui n’est pas celui du modèle : ce qui s’appelle comme {model} passe pour ce que son entraînement a écrit</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/engine/io/claims.py" />
      <source>another name than that of {other}</source>
      <translation>un autre nom que celui de {other}</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/engine/io/claims.py" />
      <source>what this run reads as {option}</source>
      <translation>ce que ce traitement lit comme {option}</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/engine/io/crs.py" />
      <source>metre at the equator</source>
      <translation>mètre à l’équateur</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/engine/io/image_sets.py" />
      <source>{path}, {count} times</source>
      <translation>{path}, {count} fois</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/engine/io/image_sets.py" />
      <source>each once</source>
      <translation>chacun une fois</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/engine/io/image_sets.py" />
      <source>tile labelled {names}</source>
      <translation>tuile étiquetée {names}</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/engine/io/image_sets.py" />
      <source>tile that has a label and is not unsure</source>
      <translation>tuile qui a une étiquette autre que unsure</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/engine/io/library.py" />
      <source>an image library</source>
      <translation>une bibliothèque d’images</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/engine/io/library.py" />
      <source>there is no such folder</source>
      <translation>ce dossier n’existe pas</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/engine/io/library.py" />
      <source>an image of 8 bits</source>
      <translation>une image de 8 bits</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/engine/io/library.py" />
      <source>its values have more: take PNG or JPEG</source>
      <translation>ses valeurs en ont plus : prenez du PNG ou du JPEG</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/engine/io/library.py" />
      <source>images in folders {names}</source>
      <translation>images dans des dossiers {names}</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/engine/io/outputs.py" />
      <source>a folder</source>
      <translation>un dossier</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/engine/io/outputs.py" />
      <source>a file</source>
      <translation>un fichier</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/engine/io/outputs.py" />
      <source>a folder with files</source>
      <translation>un dossier avec des fichiers</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/engine/io/outputs.py" />
      <source>no right to write in its folder</source>
      <translation>pas de droit d’écriture dans son dossier</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/engine/io/raster_files.py" />
      <source>a raster</source>
      <translation>un raster</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/engine/io/reasons.py" />
      <source>there is no such file</source>
      <translation>ce fichier n’existe pas</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/engine/io/reasons.py" />
      <source>it is a folder</source>
      <translation>c’est un dossier</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/engine/io/reasons.py" />
      <source>its format is not one that is known here</source>
      <translation>son format n’est pas de ceux connus ici</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/engine/io/reasons.py" />
      <source>it is cut off or damaged</source>
      <translation>il est tronqué ou endommagé</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/engine/io/reasons.py" />
      <source>its filter is not understood</source>
      <translation>son filtre n’est pas compris</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/engine/io/results.py" />
      <source>something that is no GeoPackage</source>
      <translation>un fichier qui n’est pas un GeoPackage</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/engine/io/results.py" />
      <source>the layer(s) {names}</source>
      <translation>la ou les couches {names}</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/engine/io/vectors.py" />
      <source>tiles</source>
      <translation>tuile</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/engine/io/vectors.py" />
      <source>its features are points or lines, not polygons</source>
      <translation>ses entités sont des points ou des lignes, pas des polygones</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/engine/io/vectors.py" />
      <source>{names}, {count} times too often</source>
      <translation>{names}, {count} fois de trop</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/engine/io/vectors.py" />
      <source>each name once</source>
      <translation>chaque nom une seule fois</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/engine/io/vectors.py" />
      <source>none</source>
      <translation>aucune</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/engine/model/features.py" />
      <source>an .onnx backbone from uint8 tiles to one row of features each</source>
      <translation>un réseau .onnx qui fait de tuiles uint8 une ligne de descripteurs chacune</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/engine/model/features.py" />
      <source>Keras weights</source>
      <translation>des poids Keras</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/engine/model/features.py" />
      <source>a backbone</source>
      <translation>un réseau</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/engine/model/features.py" />
      <source>it goes from {given} to {gives}</source>
      <translation>il va de {given} à {gives}</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/engine/model/features.py" />
      <source>it is no ONNX graph</source>
      <translation>ce n’est pas un graphe ONNX</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/engine/model/networks.py" />
      <source>the .keras file that SatTile wrote beside its .onnx</source>
      <translation>le fichier .keras que SatTile a écrit à côté de son .onnx</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/engine/model/networks.py" />
      <source>it tells {count} classes, not {wanted}</source>
      <translation>il distingue {count} classes, pas {wanted}</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/engine/model/onnx_file.py" />
      <source>an .onnx file that SatTile trained to classify tiles</source>
      <translation>un fichier .onnx que SatTile a entraîné à classer des tuiles</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/engine/model/onnx_file.py" />
      <source>it gives {gives}, not probabilities of {count} classes, distances and embeddings</source>
      <translation>il donne {gives}, pas des probabilités de {count} classes, des distances et des descripteurs</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/engine/model/onnx_file.py" />
      <source>it does not say how to apply it</source>
      <translation>il ne dit pas comment l’appliquer</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/engine/model/onnx_file.py" />
      <source>it was changed after training, or damaged on its way here</source>
      <translation>il a été modifié après l’entraînement, ou abîmé en chemin</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/engine/model/onnx_file.py" />
      <source>a model</source>
      <translation>un modèle</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/engine/model/onnx_file.py" />
      <source>its task is {task} with classes {names}</source>
      <translation>sa tâche est {task} avec les classes {names}</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/engine/model/onnx_file.py" />
      <source>its input is {given}, not uint8 tiles of {size} px</source>
      <translation>son entrée est {given}, pas des tuiles uint8 de {size} px</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/engine/model/onnx_graph.py" />
      <source>an earlier SatTile made it; it can be applied, but not gone on from</source>
      <translation>un SatTile antérieur l’a fait ; on peut l’appliquer, mais pas continuer son entraînement</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/engine/parts.py" />
      <source>tiles in blocks of {part}</source>
      <translation>tuiles dans les blocs de {part}</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/engine/parts.py" />
      <source>tiles {name} in {part}</source>
      <translation>tuiles {name} dans {part}</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/engine/reporting/reading.py" />
      <source>the JSON of train or evaluate, or a GeoPackage that SatTile wrote</source>
      <translation>le JSON de train ou d’evaluate, ou un GeoPackage écrit par SatTile</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/engine/reporting/reading.py" />
      <source>no layer in it tells how it was made</source>
      <translation>aucune de ses couches ne dit comment elle est faite</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/engine/reporting/reading.py" />
      <source>it holds something else</source>
      <translation>il contient autre chose</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/engine/reporting/reading.py" />
      <source>it is no JSON</source>
      <translation>ce n’est pas du JSON</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/engine/segment.py" />
      <source>a file of communes</source>
      <translation>un fichier de communes</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/engine/segment.py" />
      <source>described tiles</source>
      <translation>tuiles décrites</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/engine/split.py" />
      <source>labelled tiles</source>
      <translation>tuiles étiquetées</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/engine/training/stages.py" />
      <source>another network for classes that are not bati and non_bati</source>
      <translation>un autre réseau pour des classes autres que bati et non_bati</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/engine/training/stages.py" />
      <source>it is an ONNX file, which Keras cannot read</source>
      <translation>c’est un fichier ONNX, que Keras ne peut pas lire</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/engine/training/tiles.py" />
      <source>images of class {name} to split at random</source>
      <translation>images de la classe {name} à répartir au hasard</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/engine/training/tiles.py" />
      <source>tiles of class {name} in the part {part}</source>
      <translation>tuiles de la classe {name} dans le lot {part}</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/gui/communes.py" />
      <source>The project has no clustered communes: run “Cluster communes” and load its result first.</source>
      <translation>Le projet n’a pas de communes regroupées : lancez d’abord « Regrouper les communes » et chargez son résultat.</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/gui/communes.py" />
      <source>Clustered communes</source>
      <translation>Communes regroupées</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/gui/communes.py" />
      <source>Feature diagram</source>
      <translation>Diagramme de ressemblance</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/gui/communes.py" />
      <source>Atlas, one page a commune…</source>
      <translation>Atlas, une page par commune…</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/gui/diagram.py" />
      <source>Drag around points to select them here and on the map; Shift adds, Ctrl takes away.</source>
      <translation>Entourez des points pour les sélectionner ici et sur la carte ; Maj ajoute, Ctrl retire.</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/gui/diagram.py" />
      <source>Select</source>
      <translation>Sélectionner</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/gui/diagram.py" />
      <source>Pan</source>
      <translation>Déplacer</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/gui/diagram.py" />
      <source>Zoom to all</source>
      <translation>Tout afficher</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/gui/install.py" />
      <source>Install the engine of SatTile</source>
      <translation>Installer le moteur de SatTile</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/gui/install.py" />
      <source>SatTile computes in a Python environment of its own, apart from QGIS.
It is downloaded once. Which set?</source>
      <translation>SatTile calcule dans son propre environnement Python, à l’écart de QGIS.
Il se télécharge une seule fois. Quel ensemble ?</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/gui/install.py" />
      <source>The engine is being installed already; see the task manager.</source>
      <translation>Le moteur est déjà en cours d’installation ; voyez le gestionnaire de tâches.</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/gui/install.py" />
      <source>Installing the engine of SatTile</source>
      <translation>Installation du moteur de SatTile</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/gui/install.py" />
      <source>The engine is installed; SatTile is ready.</source>
      <translation>Le moteur est installé ; SatTile est prêt.</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/gui/options.py" />
      <source>Engine in use: {python}
Installed by SatTile: {kind}</source>
      <translation>Moteur utilisé : {python}
Installé par SatTile : {kind}</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/gui/options.py" />
      <source>Leave empty to use the engine that SatTile installs</source>
      <translation>Laisser vide pour utiliser le moteur que SatTile installe</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/gui/options.py" />
      <source>Leave empty to download them when they are needed</source>
      <translation>Laisser vide pour les télécharger au besoin</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/gui/options.py" />
      <source>The engine is being installed: the progress stands at the bottom of QGIS's window, and a message at its top tells the end.</source>
      <translation>Le moteur est en cours d’installation : l’avancement s’affiche en bas de la fenêtre de QGIS, et un message en haut annonce la fin.</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/gui/options.py" />
      <source>Engine in use: {python}</source>
      <translation>Moteur utilisé : {python}</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/gui/options.py" />
      <source>Engine in use: {python}
Installed by SatTile: {kind}. It was made for another version: install it again.</source>
      <translation>Moteur utilisé : {python}
Installé par SatTile : {kind}. Il a été installé pour une autre version : réinstallez-le.</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/gui/options.py" />
      <source>Engine</source>
      <translation>Moteur</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/gui/options.py" />
      <source>Python of the engine</source>
      <translation>Python du moteur</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/gui/options.py" />
      <source>ImageNet weights of MobileNetV2</source>
      <translation>Poids ImageNet de MobileNetV2</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/gui/options.py" />
      <source>Imagery and buildings of services</source>
      <translation>Imagerie et bâtiments des services</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/gui/options.py" />
      <source>No limit</source>
      <translation>Sans limite</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/gui/options.py" />
      <source> GB</source>
      <translation> Go</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/gui/options.py" />
      <source>The cache keeps at most</source>
      <translation>Le cache garde au plus</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/gui/options.py" />
      <source>Empty the cache ({size:.2f} GB)</source>
      <translation>Vider le cache ({size:.2f} Go)</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/gui/options.py" />
      <source>No engine at {found} yet: install one of the sets.</source>
      <translation>Pas encore de moteur à l’emplacement {found} : installez l’un des ensembles.</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/gui/options.py" />
      <source>Empty the cache when all algorithms have ended</source>
      <translation>Videz le cache quand tous les algorithmes seront terminés</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/gui/options.py" />
      <source>Install</source>
      <translation>Installer</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/gui/plugin.py" />
      <source>Open the model “Training set”…</source>
      <translation>Ouvrir le modèle « Jeu d’entraînement »…</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/gui/plugin.py" />
      <source>Install the engine…</source>
      <translation>Installer le moteur…</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/gui/plugin.py" />
      <source>Settings…</source>
      <translation>Préférences…</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/gui/services.py" />
      <source>{layer}: the server does not answer or has no such layer; check the network and the proxy.</source>
      <translation>{layer} : le serveur ne répond pas ou n’a pas cette couche ; vérifiez le réseau et le proxy.</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/gui/services.py" />
      <source>Layers from services</source>
      <translation>Couches de services</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/gui/services.py" />
      <source>OpenStreetMap: buildings in the map's extent</source>
      <translation>OpenStreetMap : bâtiments de l’étendue de la carte</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/gui/services.py" />
      <source>OpenStreetMap buildings</source>
      <translation>Bâtiments d’OpenStreetMap</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/gui/services.py" />
      <source>Fetching buildings of OpenStreetMap</source>
      <translation>Téléchargement des bâtiments d’OpenStreetMap</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/atlas_inputs.py" />
      <source>empty</source>
      <translation>vide</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/atlas_inputs.py" />
      <source>empty, since the project has no map themes</source>
      <translation>vide, car le projet n’a pas de thème de carte</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/atlas_inputs.py" />
      <source>both given</source>
      <translation>les deux</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/atlas_inputs.py" />
      <source>one of the two at most</source>
      <translation>l’un des deux au plus</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/atlas_inputs.py" />
      <source>Layers that the Atlas draws, the first on top (empty: the orthophoto)</source>
      <translation>Couches que l’atlas dessine, la première au-dessus (vide : l’orthophoto)</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/atlas_inputs.py" />
      <source>Map theme that the Atlas draws</source>
      <translation>Thème de carte que l’atlas dessine</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/base.py" />
      <source>Cancelled; nothing was written.</source>
      <translation>Annulé ; rien n’a été écrit.</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/base.py" />
      <source>Cancelled; the same run with the same output goes on where this one was stopped.</source>
      <translation>Annulé ; le même traitement, avec la même sortie, reprendra où celui-ci s’est arrêté.</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/base.py" />
      <source>0 · Try SatTile</source>
      <translation>0 · Essayer SatTile</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/base.py" />
      <source>1 · Tiles and labels</source>
      <translation>1 · Tuiles et étiquettes</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/base.py" />
      <source>2 · Classifier</source>
      <translation>2 · Classifieur</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/base.py" />
      <source>3 · Communes</source>
      <translation>3 · Communes</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/buildings.py" />
      <source>an expression of QGIS</source>
      <translation>une expression QGIS</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/buildings.py" />
      <source>Day of the orthophoto</source>
      <translation>Jour de l’orthophoto</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/buildings.py" />
      <source>Orthophoto, to find buildings hidden by trees</source>
      <translation>Orthophoto, pour trouver les bâtiments cachés par des arbres</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/buildings.py" />
      <source>Band of near infrared, if there is one</source>
      <translation>Bande du proche infrarouge, s’il y en a une</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/buildings.py" />
      <source>A tile is unsure where trees hide more than this share of its buildings</source>
      <translation>Une tuile est incertaine si des arbres cachent plus de cette part de ses bâtiments</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/buildings.py" />
      <source>Only buildings for which this expression holds</source>
      <translation>Seulement les bâtiments qui vérifient cette expression</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/buildings.py" />
      <source>Buildings that do not count</source>
      <translation>Bâtiments qui ne comptent pas</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/buildings.py" />
      <source>Buildings that leave a tile unsure</source>
      <translation>Bâtiments qui laissent une tuile incertaine</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/buildings.py" />
      <source>Leave out buildings smaller than (m²)</source>
      <translation>Ignorer les bâtiments de moins de (m²)</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/buildings.py" />
      <source>A building that reaches in less than this leaves a tile unsure (m)</source>
      <translation>Un bâtiment qui dépasse de moins que cela laisse une tuile incertaine (m)</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/buildtilegrid.py" />
      <source>Build a tile grid</source>
      <translation>Construire une grille de tuiles</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/buildtilegrid.py" />
      <source>Tiles to keep at the border</source>
      <translation>Tuiles à garder en bordure</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/buildtilegrid.py" />
      <source>Either: raster whose footprint is tiled</source>
      <translation>Soit : raster dont l’emprise est tuilée</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/buildtilegrid.py" />
      <source>Or: areas to tile</source>
      <translation>Soit : zones à tuiler</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/buildtilegrid.py" />
      <source>Or: extent to tile</source>
      <translation>Soit : emprise à tuiler</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/buildtilegrid.py" />
      <source>Coordinate system of the tiles, in metres (else that of the above)</source>
      <translation>Système de coordonnées des tuiles, en mètres (sinon celui de l’entrée ci-dessus)</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/buildtilegrid.py" />
      <source>Side of a tile (m)</source>
      <translation>Côté d’une tuile (m)</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/buildtilegrid.py" />
      <source>Tile grid</source>
      <translation>Grille de tuiles</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/checklabels.py" />
      <source>Check labels</source>
      <translation>Vérifier les étiquettes</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/checklabels.py" />
      <source>Image library instead of tiles (folder)</source>
      <translation>Bibliothèque d’images au lieu de tuiles (dossier)</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/checklabels.py" />
      <source>Tiles to look at</source>
      <translation>Tuiles à regarder</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/checklabels.py" />
      <source>Share of wrong labels, estimated</source>
      <translation>Part d’étiquettes fausses, estimée</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/checklabels.py" />
      <source>Labelled tiles</source>
      <translation>Tuiles étiquetées</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/checklabels.py" />
      <source>Checked tiles</source>
      <translation>Tuiles vérifiées</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/checklabels.py" />
      <source>Side of a block (m), where the tiles have no block_id</source>
      <translation>Côté d’un bloc (m), si les tuiles n’ont pas de block_id</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/classifytiles.py" />
      <source>Classify tiles</source>
      <translation>Classer les tuiles</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/classifytiles.py" />
      <source>Look at each tile in its eight symmetries (surer, eight times as slow)</source>
      <translation>Regarder chaque tuile dans ses huit symétries (plus sûr, huit fois plus lent)</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/classifytiles.py" />
      <source>Tiles bâti</source>
      <translation>Tuiles bâties</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/classifytiles.py" />
      <source>Tiles non bâti</source>
      <translation>Tuiles non bâties</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/classifytiles.py" />
      <source>Tiles without image</source>
      <translation>Tuiles sans image</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/classifytiles.py" />
      <source>Tiles unlike those of training</source>
      <translation>Tuiles différentes de celles de l’entraînement</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/classifytiles.py" />
      <source>Classified tiles</source>
      <translation>Tuiles classées</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/classifytiles.py" />
      <source>Fit to a new place by its own tiles</source>
      <translation>Ajuster à un lieu nouveau d’après ses propres tuiles</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/clustercommunes.py" />
      <source>Table or layer (*.csv *.xlsx *.gpkg *.shp *.geojson)</source>
      <translation>Table ou couche (*.csv *.xlsx *.gpkg *.shp *.geojson)</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/clustercommunes.py" />
      <source>Clusters of communes (*.gpkg)</source>
      <translation>Groupes de communes (*.gpkg)</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/clustercommunes.py" />
      <source>Cluster communes</source>
      <translation>Regrouper les communes</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/clustercommunes.py" />
      <source>Classified tiles, for the share of bâti</source>
      <translation>Tuiles classées, pour la part de bâti</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/clustercommunes.py" />
      <source>Segmented tiles, for the share of each segment</source>
      <translation>Tuiles segmentées, pour la part de chaque segment</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/clustercommunes.py" />
      <source>Orthophoto, for a picture of typical tiles</source>
      <translation>Orthophoto, pour une image de tuiles typiques</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/clustercommunes.py" />
      <source>Population of the communes (CSV, Excel or layer)</source>
      <translation>Population des communes (CSV, Excel ou couche)</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/clustercommunes.py" />
      <source>Population: column of the code (empty: as in the communes)</source>
      <translation>Population : colonne du code (vide : comme dans les communes)</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/clustercommunes.py" />
      <source>Population: doubtful names, settled (CSV)</source>
      <translation>Population : noms douteux, tranchés (CSV)</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/clustercommunes.py" />
      <source>Number of communes</source>
      <translation>Nombre de communes</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/clustercommunes.py" />
      <source>Number of clusters</source>
      <translation>Nombre de groupes</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/clustercommunes.py" />
      <source>Mean silhouette</source>
      <translation>Silhouette moyenne</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/clustercommunes.py" />
      <source>Communes</source>
      <translation>Communes</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/clustercommunes.py" />
      <source>Described tiles or communes</source>
      <translation>Tuiles ou communes décrites</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/clustercommunes.py" />
      <source>Number of clusters (empty: chosen)</source>
      <translation>Nombre de groupes (vide : choisi)</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/clustercommunes.py" />
      <source>Method</source>
      <translation>Méthode</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/clustercommunes.py" />
      <source>Group by</source>
      <translation>Regrouper d’après</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/clustercommunes.py" />
      <source>Number the clusters by size, built, or a column, greatest first</source>
      <translation>Numéroter les groupes par size, built ou une colonne, du plus grand au plus petit</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/clustercommunes.py" />
      <source>Column that names the communes</source>
      <translation>Colonne du nom des communes</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/clustercommunes.py" />
      <source>Earlier result whose names are kept</source>
      <translation>Résultat précédent dont les noms sont gardés</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/clustercommunes.py" />
      <source>Give every feature the same spread first</source>
      <translation>Donner d’abord la même dispersion à chaque descripteur</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/clustercommunes.py" />
      <source>Principal components to keep (0: features as they are)</source>
      <translation>Composantes principales à garder (0 : descripteurs tels quels)</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/clustercommunes.py" />
      <source>Lay the diagrams out by UMAP too (some 20 s)</source>
      <translation>Disposer aussi les diagrammes par UMAP (environ 20 s)</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/clustercommunes.py" />
      <source>Population: column of the name (empty: found)</source>
      <translation>Population : colonne du nom (vide : trouvée)</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/clustercommunes.py" />
      <source>Population: column of the figure (empty: found)</source>
      <translation>Population : colonne du chiffre (vide : trouvée)</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/clustercommunes.py" />
      <source>Column of the communes with their code</source>
      <translation>Colonne des communes avec leur code</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/clustercommunes.py" />
      <source>Table (*.csv)</source>
      <translation>Table (*.csv)</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/comparewithbuildings.py" />
      <source>Findings by commune</source>
      <translation>Constats par commune</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/comparewithbuildings.py" />
      <source>Compare with buildings</source>
      <translation>Comparer aux bâtiments</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/comparewithbuildings.py" />
      <source>A tile is bâti from this built area on (m²)</source>
      <translation>Une tuile est bâtie à partir de cette surface bâtie (m²)</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/comparewithbuildings.py" />
      <source>Buildings too small for bâti explain the model above this built area (m²)</source>
      <translation>Des bâtiments trop petits expliquent le modèle au-dessus de cette surface bâtie (m²)</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/comparewithbuildings.py" />
      <source>Tiles new on the photo</source>
      <translation>Tuiles nouvelles sur la photo</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/comparewithbuildings.py" />
      <source>Tiles gone from the photo</source>
      <translation>Tuiles disparues de la photo</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/comparewithbuildings.py" />
      <source>Buildings</source>
      <translation>Bâtiments</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/comparewithbuildings.py" />
      <source>Communes, for totals</source>
      <translation>Communes, pour les totaux</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/comparewithbuildings.py" />
      <source>Compared tiles</source>
      <translation>Tuiles comparées</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/describeimages.py" />
      <source>Tiles by likeness</source>
      <translation>Tuiles par ressemblance</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/describeimages.py" />
      <source>Describe images</source>
      <translation>Décrire les images</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/describeimages.py" />
      <source>Images described</source>
      <translation>Images décrites</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/describeimages.py" />
      <source>Left out for want of an image</source>
      <translation>Laissées de côté faute d’image</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/describeimages.py" />
      <source>Image of a commune</source>
      <translation>Image d’une commune</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/describeimages.py" />
      <source>Ways an image is laid before its features are averaged</source>
      <translation>Façons de tourner une image avant de moyenner ses descripteurs</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/describeimages.py" />
      <source>Tiles</source>
      <translation>Tuiles</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/describeimages.py" />
      <source>Communes instead of tiles, one image each</source>
      <translation>Communes au lieu de tuiles, une image chacune</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/describeimages.py" />
      <source>Find the tiles like this one (tile_id)</source>
      <translation>Trouver les tuiles comme celle-ci (tile_id)</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/describeimages.py" />
      <source>Features</source>
      <translation>Descripteurs</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/describeimages.py" />
      <source>Classifier that describes instead</source>
      <translation>Classifieur qui décrit à la place</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/describeimages.py" />
      <source>ONNX model (*.onnx)</source>
      <translation>Modèle ONNX (*.onnx)</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/evaluateclassifier.py" />
      <source>Evaluate a classifier</source>
      <translation>Évaluer un classifieur</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/evaluateclassifier.py" />
      <source>Report of the evaluation</source>
      <translation>Rapport de l’évaluation</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/evaluateclassifier.py" />
      <source>Map of errors</source>
      <translation>Carte des erreurs</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/evaluateclassifier.py" />
      <source>Worst errors as pictures (folder)</source>
      <translation>Pires erreurs en images (dossier)</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/evaluateclassifier.py" />
      <source>Accuracy by block</source>
      <translation>Exactitude par bloc</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/evaluateclassifier.py" />
      <source>Accuracy by commune</source>
      <translation>Exactitude par commune</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/evaluateclassifier.py" />
      <source>Measure on</source>
      <translation>Mesurer sur</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/evaluateclassifier.py" />
      <source>Report of accuracy</source>
      <translation>Rapport d’exactitude</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/evaluateclassifier.py" />
      <source>JSON file (*.json)</source>
      <translation>Fichier JSON (*.json)</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/evaluateclassifier.py" />
      <source>Accuracy</source>
      <translation>Exactitude</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/evaluateclassifier.py" />
      <source>Balanced accuracy</source>
      <translation>Exactitude équilibrée</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/evaluateclassifier.py" />
      <source>Precision of bâti</source>
      <translation>Précision du bâti</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/evaluateclassifier.py" />
      <source>Recall of bâti</source>
      <translation>Rappel du bâti</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/evaluateclassifier.py" />
      <source>F1 of bâti</source>
      <translation>F1 du bâti</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/evaluateclassifier.py" />
      <source>Area under the ROC curve</source>
      <translation>Aire sous la courbe ROC</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/evaluateclassifier.py" />
      <source>Area under the precision-recall curve</source>
      <translation>Aire sous la courbe précision-rappel</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/evaluateclassifier.py" />
      <source>Another classifier, to compare on the same tiles</source>
      <translation>Autre classifieur, à comparer sur les mêmes tuiles</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/evaluateclassifier.py" />
      <source>Communes, for the accuracy in each</source>
      <translation>Communes, pour l’exactitude dans chacune</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/evaluateclassifier.py" />
      <source>Land use, for the accuracy on each</source>
      <translation>Occupation du sol, pour l’exactitude sur chacune</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/evaluateclassifier.py" />
      <source>Column of the land use</source>
      <translation>Colonne de l’occupation du sol</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/evaluateclassifier.py" />
      <source>Number of errors to draw</source>
      <translation>Nombre d’erreurs à dessiner</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/exporttileimages.py" />
      <source>Export tile images</source>
      <translation>Exporter les images des tuiles</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/exporttileimages.py" />
      <source>Side of an image in pixels (empty: as in the orthophoto)</source>
      <translation>Côté d’une image en pixels (vide : comme dans l’orthophoto)</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/exporttileimages.py" />
      <source>Format of the images</source>
      <translation>Format des images</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/exporttileimages.py" />
      <source>Write the place of each image beside it (world file)</source>
      <translation>Écrire la place de chaque image à côté d’elle (fichier world)</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/exporttileimages.py" />
      <source>Lists for other tools besides the manifest</source>
      <translation>Listes pour d’autres outils, en plus du manifeste</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/exporttileimages.py" />
      <source>Number of images</source>
      <translation>Nombre d’images</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/exporttileimages.py" />
      <source>Image library</source>
      <translation>Bibliothèque d’images</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/labeltiles.py" />
      <source>Label tiles by buildings</source>
      <translation>Étiqueter les tuiles d’après le bâti</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/labeltiles.py" />
      <source>A tile is unsure above this built area, until it is bâti (m²)</source>
      <translation>Une tuile est incertaine au-dessus de cette surface bâtie, jusqu’à être bâtie (m²)</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/labeltiles.py" />
      <source>Table: tiles by built area from which a tile is bâti</source>
      <translation>Tableau : nombre de tuiles selon la surface à partir de laquelle une tuile est bâtie</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/labeltiles.py" />
      <source>Picture: example tiles near these areas</source>
      <translation>Planche : exemples de tuiles proches de ces surfaces</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/labeltiles.py" />
      <source>Tiles unsure</source>
      <translation>Tuiles incertaines</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/labeltiles.py" />
      <source>CSV file (*.csv)</source>
      <translation>Fichier CSV (*.csv)</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/labeltiles.py" />
      <source>PNG image (*.png)</source>
      <translation>Image PNG (*.png)</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/models.py" />
      <source>Make a training set (model)</source>
      <translation>Constituer un jeu d’entraînement (modèle)</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/parameters.py" />
      <source>Features (*.parquet)</source>
      <translation>Descripteurs (*.parquet)</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/parameters.py" />
      <source>Tiles that lie wholly inside</source>
      <translation>Tuiles entièrement à l’intérieur</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/parameters.py" />
      <source>Tiles of which more than half lies inside</source>
      <translation>Tuiles dont plus de la moitié est à l’intérieur</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/parameters.py" />
      <source>Direct: cut from the raster</source>
      <translation>Direct : découper le raster</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/parameters.py" />
      <source>Atlas: drawn by QGIS, with a print layout to keep</source>
      <translation>Atlas : dessiné par QGIS, avec une mise en page à garder</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/parameters.py" />
      <source>MobileNetV2, with what it learnt from ImageNet</source>
      <translation>MobileNetV2, avec ce qu’il a appris d’ImageNet</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/parameters.py" />
      <source>MobileNetV2 cell by cell, the surest at the place it learns from; minutes to train</source>
      <translation>MobileNetV2 cellule par cellule, le plus sûr au lieu dont il apprend ; quelques minutes</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/parameters.py" />
      <source>MobileNetV2 at two sizes and three depths, four times as slow</source>
      <translation>MobileNetV2 à deux tailles et trois profondeurs, quatre fois plus lent</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/parameters.py" />
      <source>EfficientNetV2-B0, stronger and slower, likewise</source>
      <translation>EfficientNetV2-B0, plus fort et plus lent, de même</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/parameters.py" />
      <source>Small network of Cerema, trained from scratch</source>
      <translation>Petit réseau du Cerema, entraîné à partir de zéro</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/parameters.py" />
      <source>Small network of Cerema with three blocks</source>
      <translation>Petit réseau du Cerema à trois blocs</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/parameters.py" />
      <source>Not at all</source>
      <translation>Pas du tout</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/parameters.py" />
      <source>Turned and mirrored</source>
      <translation>Tournées et en miroir</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/parameters.py" />
      <source>Turned, mirrored, in scale, light, colour, sharpness and shadow</source>
      <translation>Tournées, en miroir, d’échelle, de lumière, de couleur, de netteté et d’ombre variées</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/parameters.py" />
      <source>Fixed</source>
      <translation>Fixe</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/parameters.py" />
      <source>Best F1</source>
      <translation>Meilleur F1</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/parameters.py" />
      <source>Miss at most a share of the built tiles</source>
      <translation>Manquer au plus une part des tuiles bâties</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/parameters.py" />
      <source>At most a share of false alarms</source>
      <translation>Au plus une part de fausses alarmes</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/parameters.py" />
      <source>Least cost of errors</source>
      <translation>Moindre coût des erreurs</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/parameters.py" />
      <source>Test tiles</source>
      <translation>Tuiles de test</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/parameters.py" />
      <source>Validation tiles</source>
      <translation>Tuiles de validation</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/parameters.py" />
      <source>Training tiles</source>
      <translation>Tuiles d’entraînement</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/parameters.py" />
      <source>All labelled tiles, for a place that training never saw</source>
      <translation>Toutes les tuiles étiquetées, pour un lieu jamais vu à l’entraînement</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/parameters.py" />
      <source>Light construction</source>
      <translation>Construction légère</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/parameters.py" />
      <source>Planned, not yet built</source>
      <translation>En projet</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/parameters.py" />
      <source>Ruin</source>
      <translation>En ruine</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/parameters.py" />
      <source>English</source>
      <translation>anglais</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/parameters.py" />
      <source>French</source>
      <translation>français</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/parameters.py" />
      <source>Greenhouse</source>
      <translation>Serre</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/parameters.py" />
      <source>Reservoir</source>
      <translation>Réservoir</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/parameters.py" />
      <source>What lies inside its polygon, black around it</source>
      <translation>Ce qui est dans son polygone, noir autour</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/parameters.py" />
      <source>Its bounding box</source>
      <translation>Son rectangle englobant</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/parameters.py" />
      <source>As it is</source>
      <translation>Telle quelle</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/parameters.py" />
      <source>Turned by quarters, four views</source>
      <translation>Par quarts de tour, quatre vues</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/parameters.py" />
      <source>Turned and mirrored, eight views</source>
      <translation>Quarts de tour et miroir, huit vues</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/parameters.py" />
      <source>What their imagery looks like</source>
      <translation>L’aspect de leur imagerie</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/parameters.py" />
      <source>Shares of land-use segments</source>
      <translation>Les parts des segments d’occupation du sol</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/parameters.py" />
      <source>Hierarchy (Ward)</source>
      <translation>Hiérarchie (Ward)</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/parameters.py" />
      <source>Hierarchy of neighbours only: each cluster is one piece of the map</source>
      <translation>Hiérarchie des voisines seulement : chaque groupe d’un seul tenant</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/parameters.py" />
      <source>Tile layers, labelled and split</source>
      <translation>Couches de tuiles, étiquetées et réparties</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/parameters.py" />
      <source>Orthophoto of each tile layer, in the same order</source>
      <translation>Orthophoto de chaque couche de tuiles, dans le même ordre</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/parameters.py" />
      <source>Orthophoto from a service: metres a pixel to fetch (empty: 0.2, or its own)</source>
      <translation>Orthophoto d’un service : mètres par pixel à télécharger (vide : 0,2, ou les siens)</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/parameters.py" />
      <source>Weights of MobileNetV2, or a network as ONNX (file; empty: downloaded)</source>
      <translation>Poids de MobileNetV2, ou un réseau en ONNX (fichier ; vide : téléchargés)</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/parameters.py" />
      <source>Weights or network (*.h5 *.keras *.onnx)</source>
      <translation>Poids ou réseau (*.h5 *.keras *.onnx)</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/parameters.py" />
      <source>Width of MobileNetV2 (alpha of the weights)</source>
      <translation>Largeur de MobileNetV2 (alpha des poids)</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/parameters.py" />
      <source>Bands for red, green and blue</source>
      <translation>Bandes pour le rouge, le vert et le bleu</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/parameters.py" />
      <source>Orthophoto</source>
      <translation>Orthophoto</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/parameters.py" />
      <source>Column of the class</source>
      <translation>Colonne de la classe</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/parameters.py" />
      <source>Classifier</source>
      <translation>Classifieur</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/parameters.py" />
      <source>Seed: the same number gives the same result</source>
      <translation>Graine : le même nombre donne le même résultat</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/parameters.py" />
      <source>Tiles that go through the network at once</source>
      <translation>Tuiles qui traversent le réseau à la fois</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/parameters.py" />
      <source>Language of pictures and reports</source>
      <translation>Langue des images et rapports</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/parameters.py" />
      <source>Least number to try</source>
      <translation>Plus petit nombre à essayer</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/parameters.py" />
      <source>Greatest number to try</source>
      <translation>Plus grand nombre à essayer</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/report.py" />
      <source>Report</source>
      <translation>Rapport</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/report.py" />
      <source>What training or evaluation wrote (JSON), or a layer that SatTile wrote (GeoPackage)</source>
      <translation>Fichier de l’entraînement ou de l’évaluation (JSON), ou couche de SatTile (gpkg)</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/report.py" />
      <source>Run of SatTile (*.json *.gpkg)</source>
      <translation>Exécution de SatTile (*.json *.gpkg)</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/report.py" />
      <source>Language of the report</source>
      <translation>Langue du rapport</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/report.py" />
      <source>Web page (*.html)</source>
      <translation>Page web (*.html)</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/samplescene.py" />
      <source>Paint a sample scene</source>
      <translation>Peindre une scène d’exemple</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/samplescene.py" />
      <source>Sample orthophoto</source>
      <translation>Orthophoto d’exemple</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/samplescene.py" />
      <source>Sample buildings</source>
      <translation>Bâtiments d’exemple</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/samplescene.py" />
      <source>Sample communes</source>
      <translation>Communes d’exemple</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/samplescene.py" />
      <source>Side of the scene (m)</source>
      <translation>Côté de la scène (m)</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/samplescene.py" />
      <source>Ground sampling distance (m)</source>
      <translation>Taille d’un pixel au sol (m)</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/samplescene.py" />
      <source>Folder of the scene</source>
      <translation>Dossier de la scène</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/segmenttiles.py" />
      <source>Segments by commune</source>
      <translation>Segments par commune</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/segmenttiles.py" />
      <source>Segment tiles</source>
      <translation>Segmenter les tuiles</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/segmenttiles.py" />
      <source>Known land use to compare with (polygons or raster)</source>
      <translation>Occupation du sol connue, pour comparer (polygones ou raster)</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/segmenttiles.py" />
      <source>Tiles that look alike, to whose mean each is drawn (0: none)</source>
      <translation>Tuiles qui se ressemblent, vers la moyenne desquelles chacune est tirée (0 : aucune)</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/segmenttiles.py" />
      <source>Number of segments</source>
      <translation>Nombre de segments</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/segmenttiles.py" />
      <source>Overall accuracy</source>
      <translation>Exactitude globale</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/segmenttiles.py" />
      <source>Adjusted Rand index (ARI)</source>
      <translation>Indice de Rand ajusté (ARI)</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/segmenttiles.py" />
      <source>Normalised mutual information (NMI)</source>
      <translation>Information mutuelle normalisée (NMI)</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/segmenttiles.py" />
      <source>Described tiles</source>
      <translation>Tuiles décrites</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/segmenttiles.py" />
      <source>Number of segments (empty: chosen)</source>
      <translation>Nombre de segments (vide : choisi)</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/segmenttiles.py" />
      <source>Smooth the map, so many times</source>
      <translation>Lisser la carte, tant de fois</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/segmenttiles.py" />
      <source>Communes, for their shares</source>
      <translation>Communes, pour leurs parts</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/segmenttiles.py" />
      <source>Column of the known land use</source>
      <translation>Colonne de l’occupation connue</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/segmenttiles.py" />
      <source>Segments</source>
      <translation>Segments</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/splittiles.py" />
      <source>Split tiles for training</source>
      <translation>Répartir les tuiles pour l’entraînement</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/splittiles.py" />
      <source>Column that names the areas</source>
      <translation>Colonne qui nomme les zones</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/splittiles.py" />
      <source>Shares of training, validation and test</source>
      <translation>Parts d’entraînement, de validation et de test</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/splittiles.py" />
      <source>Numbers of tiles instead of shares, such as 10000 2000 100</source>
      <translation>Nombres de tuiles au lieu de parts, par exemple 10000 2000 100</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/splittiles.py" />
      <source>Leave out labels more suspicious than this, after a check (empty: none)</source>
      <translation>Écarter les étiquettes plus douteuses que cela, après un contrôle (vide : aucune)</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/splittiles.py" />
      <source>Blocks with their part</source>
      <translation>Blocs avec leur lot</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/splittiles.py" />
      <source>Areas instead of square blocks, such as communes</source>
      <translation>Zones au lieu de blocs carrés, par exemple des communes</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/splittiles.py" />
      <source>Side of a block (m)</source>
      <translation>Côté d’un bloc (m)</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/splittiles.py" />
      <source>Leave out tiles nearer than this to another part (m)</source>
      <translation>Écarter les tuiles à moins de cette distance d’un autre lot (m)</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/splittiles.py" />
      <source>Split tiles</source>
      <translation>Tuiles réparties</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/splittiles.py" />
      <source>Share of bâti tiles in each part (empty: as found)</source>
      <translation>Part de tuiles bâties dans chaque lot (vide : telle quelle)</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/summary.py" />
      <source>{value:.3f} (95 % between {low:.3f} and {high:.3f})</source>
      <translation>{value:.3f} (à 95 % entre {low:.3f} et {high:.3f})</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/summary.py" />
      <source>Of the tiles that are bâti, {true_bati} were said to be bâti, {false_non_bati} non bâti</source>
      <translation>Des tuiles bâties, {true_bati} ont été dites bâties, {false_non_bati} non bâties</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/summary.py" />
      <source>Of the tiles that are non bâti, {true_non_bati} were said to be non bâti, {false_bati} bâti</source>
      <translation>Des tuiles non bâties, {true_non_bati} ont été dites non bâties, {false_bati} bâties</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/summary.py" />
      <source>Balanced accuracy of a linear probe: {random:.3f} by a random split, {blocks:.3f} by blocks</source>
      <translation>Exactitude équilibrée d’une sonde linéaire : {random:.3f} par tirage au hasard, {blocks:.3f} par blocs</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/summary.py" />
      <source>Against the other classifier: right alone on {b} tiles, wrong alone on {c}; McNemar’s p = {p_value:.3f}</source>
      <translation>Face à l’autre classifieur : seul juste sur {b} tuiles, seul faux sur {c} ; p de McNemar = {p_value:.3f}</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/summary.py" />
      <source>Coordinate reference system</source>
      <translation>Système de coordonnées de référence</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/summary.py" />
      <source>Built area (m²)</source>
      <translation>Surface bâtie (m²)</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/summary.py" />
      <source>Built area that the model stands for (m²)</source>
      <translation>Surface bâtie que représente le modèle (m²)</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/summary.py" />
      <source>Buildings counted</source>
      <translation>Bâtiments comptés</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/summary.py" />
      <source>Disagreement explained by trees</source>
      <translation>Désaccord expliqué par des arbres</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/summary.py" />
      <source>Disagreement explained by small buildings</source>
      <translation>Désaccord expliqué par de petits bâtiments</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/summary.py" />
      <source>Disagreement explained by the edge of the tile</source>
      <translation>Désaccord expliqué par le bord de la tuile</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/summary.py" />
      <source>Disagreement explained by kind or date of the buildings</source>
      <translation>Désaccord expliqué par la nature ou la date des bâtiments</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/summary.py" />
      <source>Agreed: bâti</source>
      <translation>D’accord : bâti</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/summary.py" />
      <source>Agreed: non bâti</source>
      <translation>D’accord : non bâti</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/summary.py" />
      <source>Places to look at</source>
      <translation>Lieux à regarder</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/summary.py" />
      <source>Labels that are probably wrong</source>
      <translation>Étiquettes sans doute fausses</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/summary.py" />
      <source>Blank images</source>
      <translation>Images vides</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/summary.py" />
      <source>Images under cloud</source>
      <translation>Images sous les nuages</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/summary.py" />
      <source>Images that are there twice</source>
      <translation>Images présentes deux fois</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/summary.py" />
      <source>Labels that models agree with which never saw the tile</source>
      <translation>Étiquettes que confirment des modèles qui n’ont jamais vu la tuile</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/summary.py" />
      <source>Number of groups</source>
      <translation>Nombre de groupes</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/summary.py" />
      <source>Mean F1 of the classes</source>
      <translation>F1 moyen des classes</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/summary.py" />
      <source>Validation</source>
      <translation>Validation</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/summary.py" />
      <source>Test</source>
      <translation>Test</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/summary.py" />
      <source>In no part</source>
      <translation>Dans aucun lot</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/summary.py" />
      <source>Number of blocks</source>
      <translation>Nombre de blocs</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/trainclassifier.py" />
      <source>Train a classifier</source>
      <translation>Entraîner un classifieur</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/trainclassifier.py" />
      <source>Report of the training</source>
      <translation>Rapport de l’entraînement</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/trainclassifier.py" />
      <source>Passes of a network that learns from nothing, at most</source>
      <translation>Passes d’un réseau qui part de rien, au plus</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/trainclassifier.py" />
      <source>Passes with the top of the backbone unfrozen</source>
      <translation>Passes avec le haut du réseau dégelé</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/trainclassifier.py" />
      <source>How tiles are varied while training</source>
      <translation>Comment les tuiles sont variées pendant l’entraînement</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/trainclassifier.py" />
      <source>Every class weighs the same, however many tiles it has</source>
      <translation>Chaque classe pèse autant, quel que soit son nombre de tuiles</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/trainclassifier.py" />
      <source>Meant for other places too</source>
      <translation>Pour d’autres lieux aussi</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/trainclassifier.py" />
      <source>Label smoothing (0 to 0.5)</source>
      <translation>Lissage des étiquettes (0 à 0,5)</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/trainclassifier.py" />
      <source>Mixing of tiles where the network itself learns (mixup's alpha; 0: none)</source>
      <translation>Mélange de tuiles quand le réseau lui-même apprend (alpha de mixup ; 0 : aucun)</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/trainclassifier.py" />
      <source>What the threshold between bâti and non-bâti is chosen by</source>
      <translation>Ce qui fixe le seuil entre bâti et non-bâti</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/trainclassifier.py" />
      <source>Fixed threshold: probability from which a tile is bâti</source>
      <translation>Seuil fixe : probabilité à partir de laquelle une tuile est bâtie</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/trainclassifier.py" />
      <source>Largest share of built tiles missed, or of false alarms</source>
      <translation>Plus grande part de tuiles bâties manquées, ou de fausses alarmes</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/trainclassifier.py" />
      <source>What missing a built tile costs where a false alarm costs 1</source>
      <translation>Coût d’une tuile bâtie manquée, une fausse alarme coûtant 1</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/trainclassifier.py" />
      <source>Cell by cell: buildings of each tile layer, in the same order</source>
      <translation>Cellule par cellule : bâtiments de chaque couche de tuiles, dans le même ordre</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/trainclassifier.py" />
      <source>Model to go on training from (its .keras file beside it)</source>
      <translation>Modèle dont poursuivre l’entraînement (son fichier .keras à côté)</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/trainclassifier.py" />
      <source>ImageNet weights of the network (file; empty: downloaded)</source>
      <translation>Poids ImageNet du réseau (fichier ; vide : téléchargés)</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/trainclassifier.py" />
      <source>Side at which the network sees a tile (pixels; empty: that of the network)</source>
      <translation>Côté auquel le réseau voit une tuile (pixels ; vide : celui du réseau)</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/trainclassifier.py" />
      <source>Keras weights (*.h5 *.keras)</source>
      <translation>Poids Keras (*.h5 *.keras)</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/trainclassifier.py" />
      <source>Network</source>
      <translation>Réseau</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/trainclassifier.py" />
      <source>Accuracy on validation tiles</source>
      <translation>Exactitude sur les tuiles de validation</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/trainclassifier.py" />
      <source>Accuracy on test tiles</source>
      <translation>Exactitude sur les tuiles de test</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/trainclassifier.py" />
      <source>Licence of the model (SPDX name, empty: not said)</source>
      <translation>Licence du modèle (nom SPDX, vide : non dite)</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/values.py" />
      <source>a polygon layer</source>
      <translation>une couche de polygones</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/values.py" />
      <source>a polygon layer or a raster</source>
      <translation>une couche de polygones ou un raster</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/values.py" />
      <source>QGIS cannot open it</source>
      <translation>QGIS ne peut pas l’ouvrir</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/processing/values.py" />
      <source>numbers with spaces between</source>
      <translation>des nombres séparés par des espaces</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/worker/jobfile.py" />
      <source>a job file</source>
      <translation>un fichier de tâche</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/styles/commune_finding.qml" />
      <source>Not compared</source>
      <translation>Non comparé</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/styles/commune_finding.qml" />
      <source>Hardly any</source>
      <translation>Presque rien</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/styles/commune_finding.qml" />
      <source>Up to 1 %</source>
      <translation>Jusqu’à 1 %</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/styles/commune_finding.qml" />
      <source>1 to 2 %</source>
      <translation>De 1 à 2 %</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/styles/commune_finding.qml" />
      <source>2 to 5 %</source>
      <translation>De 2 à 5 %</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/styles/commune_finding.qml" />
      <source>More than 5 %</source>
      <translation>Plus de 5 %</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/styles/tile_finding.qml" />
      <source>New on the photo</source>
      <translation>Nouveau sur la photo</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/styles/tile_finding.qml" />
      <source>Gone from the photo</source>
      <translation>Disparu de la photo</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/styles/tile_finding.qml" />
      <source>Explained: trees</source>
      <translation>Expliqué : arbres</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/styles/tile_finding.qml" />
      <source>Explained: too small</source>
      <translation>Expliqué : trop petit</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/styles/tile_finding.qml" />
      <source>Explained: edge</source>
      <translation>Expliqué : bord</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/styles/tile_finding.qml" />
      <source>Explained: kind, date</source>
      <translation>Expliqué : nature, date</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/styles/tile_label.qml" />
      <source>Bâti</source>
      <translation>Bâti</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/styles/tile_label.qml" />
      <source>Unsure</source>
      <translation>Incertain</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/styles/tile_label.qml" />
      <source>Non bâti</source>
      <translation>Non bâti</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/styles/tile_label.qml" />
      <source>Without label</source>
      <translation>Sans étiquette</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/styles/tile_likeness.qml" />
      <source>The tile itself</source>
      <translation>La tuile elle-même</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/styles/tile_likeness.qml" />
      <source>Among the 10 most alike</source>
      <translation>Parmi les 10 plus semblables</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/styles/tile_likeness.qml" />
      <source>Among the 50 most alike</source>
      <translation>Parmi les 50 plus semblables</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/styles/tile_likeness.qml" />
      <source>Among the 200 most alike</source>
      <translation>Parmi les 200 plus semblables</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/styles/tile_likeness.qml" />
      <source>Less alike</source>
      <translation>Moins semblable</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/styles/tile_probability.qml" />
      <source>0–20 %</source>
      <translation>0–20 %</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/styles/tile_probability.qml" />
      <source>20–40 %</source>
      <translation>20–40 %</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/styles/tile_probability.qml" />
      <source>40–60 %</source>
      <translation>40–60 %</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/styles/tile_probability.qml" />
      <source>60–80 %</source>
      <translation>60–80 %</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/styles/tile_probability.qml" />
      <source>80–100 %</source>
      <translation>80–100 %</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/styles/tile_suspicion.qml" />
      <source>Not checked</source>
      <translation>Non vérifiée</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/styles/tile_suspicion.qml" />
      <source>No doubt</source>
      <translation>Aucun doute</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/styles/tile_suspicion.qml" />
      <source>Little doubt</source>
      <translation>Peu de doute</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/styles/tile_suspicion.qml" />
      <source>Rather wrong</source>
      <translation>Plutôt fausse</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/styles/tile_suspicion.qml" />
      <source>Probably wrong</source>
      <translation>Sans doute fausse</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/models/training_set.model3" />
      <source>Marks labels that the photo contradicts, blank and cloudy images, and images that are there twice.</source>
      <translation>Signale les étiquettes que la photo contredit, les images vides ou nuageuses et celles qui sont là deux fois.</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/models/training_set.model3" />
      <source>Direct cuts the raster, pixel for pixel; choose Atlas here to draw whatever QGIS can.</source>
      <translation>Direct découpe le raster, pixel pour pixel ; choisissez ici Atlas pour dessiner tout ce que QGIS sait dessiner.</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/models/training_set.model3" />
      <source>Export images</source>
      <translation>Exporter les images</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/models/training_set.model3" />
      <source>Tiles are aligned to whole multiples of their size, so that two people who tile a place get the same tiles.</source>
      <translation>Les tuiles sont calées sur des multiples entiers de leur côté : deux personnes qui tuilent un lieu ont les mêmes tuiles.</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/models/training_set.model3" />
      <source>Lay tiles</source>
      <translation>Poser les tuiles</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/models/training_set.model3" />
      <source>The orthophoto tells which buildings are hidden by trees: their tiles become unsure.</source>
      <translation>L’orthophoto dit quels bâtiments sont cachés par des arbres : leurs tuiles deviennent incertaines.</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/models/training_set.model3" />
      <source>Label by buildings</source>
      <translation>Étiqueter d’après le bâti</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/models/training_set.model3" />
      <source>Whole blocks go to training, validation and test, with a buffer between; unsure tiles go nowhere.</source>
      <translation>Des blocs entiers vont à l’entraînement, à la validation et au test, avec une marge entre eux ; les tuiles incertaines ne vont nulle part.</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/models/training_set.model3" />
      <source>Split by blocks</source>
      <translation>Répartir par blocs</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/models/training_set.model3" />
      <source>From an orthophoto and a buildings layer to a training set: lays tiles, labels them bâti or non bâti, checks the labels, splits the tiles into training, validation and test by spatial blocks, and writes an image library. Suspicious tiles are marked, and left out only above a suspicion that you name: look at the checked tiles by suspicion_rank, mend their labels, and run split and export again. The suspicion stands in the split tiles and in the library's manifest too.</source>
      <translation>D’une orthophoto et d’une couche de bâtiments à un jeu d’entraînement : pose des tuiles, les étiquette bâti ou non bâti, vérifie les étiquettes, répartit les tuiles entre entraînement, validation et test par blocs du territoire, et écrit une bibliothèque d’images. Les tuiles douteuses sont signalées, pas écartées : regardez les tuiles vérifiées dans l’ordre de suspicion_rank, corrigez leur étiquette, puis relancez la répartition et l’export. Le doute figure aussi dans les tuiles réparties et dans le manifeste de la bibliothèque.</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/models/training_set.model3" />
      <source>The network that looks at the photo to check the labels.</source>
      <translation>Le réseau qui regarde la photo pour vérifier les étiquettes.</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/models/training_set.model3" />
      <source>All tiles of a block go to one part. Take about a tenth of the width of the place.</source>
      <translation>Toutes les tuiles d’un bloc vont au même lot. Prenez environ un dixième de la largeur du lieu.</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/models/training_set.model3" />
      <source>Neighbouring tiles resemble each other; a buffer of a tile keeps the test honest.</source>
      <translation>Des tuiles voisines se ressemblent ; une marge d’une tuile garde le test honnête.</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/models/training_set.model3" />
      <source>Footprints of buildings, in any coordinate system.</source>
      <translation>Emprises de bâtiments, dans n’importe quel système de coordonnées.</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/models/training_set.model3" />
      <source>Tiles half inside are more, but show ground without image.</source>
      <translation>Les tuiles à moitié dedans sont plus nombreuses, mais montrent du sol sans image.</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/models/training_set.model3" />
      <source>0.9 leaves out only what the check is sure of; many flags are false, so looking is better.</source>
      <translation>0,9 n’écarte que ce dont le contrôle est sûr ; bien des signalements sont faux : mieux vaut regarder.</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/models/training_set.model3" />
      <source>A tile with less than this, but more than nothing, is unsure.</source>
      <translation>Une tuile qui en a moins, mais plus que rien, est incertaine.</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/models/training_set.model3" />
      <source>Aerial photo whose footprint is tiled, in a projected coordinate system in metres.</source>
      <translation>Photo aérienne dont l’emprise est tuilée, dans un système de coordonnées projeté en mètres.</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/models/training_set.model3" />
      <source>50 m shows a house and its garden.</source>
      <translation>50 m montrent une maison et son jardin.</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/models/training_set.model3" />
      <source>Training set</source>
      <translation>Jeu d’entraînement</translation>
    </message>
    <message>
      <location filename="../../sattile_plugin/models/training_set.model3" />
      <source>Leave out labels more suspicious than this (empty: none)</source>
      <translation>Écarter les étiquettes plus douteuses que cela (vide : aucune)</translation>
    </message>
  </context>
</TS>
