"""Short words that are easy to read from a screen and to type on a phone."""

_TEXT = """
able acid acorn acre actor adobe agent agile aisle alarm album alder alley almond alpha amber ample anchor angle
ankle apple apron arch arena armor arrow artist ash aspen atlas attic aunt autumn avenue award axle bacon badge
bagel baker balcony ballet bamboo banjo banner barley barn baron basin basket batch beach beacon bead beam bean
bear beaver bell belt bench berry birch bird biscuit blanket blaze blend block bloom blue board boat bolt bonnet
book boot border bottle boulder bowl branch brass bread breeze brick bridge bright bronze brook broom brown
brush bucket bugle bundle butter button cabin cable cactus cake camel camera camp canal candle canoe canvas
canyon cape carbon cardinal cargo carpet carrot cart castle cedar cello center chain chair chalk chapel chart
cherry chess chest chime circle citrus clam clay clever cliff clock cloth cloud clover coach coast cobalt cocoa
coin comet compass copper coral corn corner cosmos cotton cousin cover cradle crane crayon cream creek crest
cricket crop crown cube cup curl curtain cycle daisy dance dawn deck deer delta desert desk dewdrop dial diamond
dinner dish dock dolphin domino donkey door dough dove dragon drawer dream drift drum dune dusk eagle early
earth easel east echo elbow elder elm ember empire engine equal escort even evening fabric falcon farm feather
fence fern ferry fiber fiddle field fig finch fjord flag flame flint flock flora flour flute foam forest forge
fork fossil fountain fox frame frost fruit funnel galaxy garden garlic garnet gate gazelle gentle geyser giant
ginger glacier glass globe glove goat gold goose granite grape grass gravel green grove guitar gull gust habit
hammer hammock harbor harp harvest hat hawk hazel heart hedge helmet herb heron hill hinge hive holly honey
horizon horn horse hotel hush iceberg igloo indigo ink inlet iris iron island ivory ivy jacket jaguar jasmine
jelly jersey jewel jigsaw journal judge juice jungle juniper kayak kernel kettle key kite kitten kiwi knot koala
ladder ladle lagoon lake lamp lantern larch lark laser lava lavender leaf ledge lemon lens lever lilac lime
linen lion lizard llama lobby lobster locket log lotus lumber lunar lynx magnet mango maple marble march marina
market marsh mask meadow medal melody melon mesa meteor mint mirror mitten mocha moon moose moss moth motor
mountain mural museum music napkin nectar needle nest nickel night noble north notebook nugget nutmeg oak oasis
oat ocean olive onion opal opera orange orbit orchard orchid otter oven owl oyster paddle paint palace palm
panda panel paper parade parcel park parrot pasta pastel patio peach pear pearl pebble pecan pelican pencil
penguin pepper piano pickle picnic pillow pilot pine pixel plain planet plaza plum pocket poem polar pond poplar
poppy porch potato prairie prism puddle puffin pumpkin puzzle quail quartz quilt quince quiver rabbit radar
radio raft rain ranch raven reef ribbon ridge river robin rocket roof rose round ruby rudder saddle saffron sail
salad salmon sand sapphire satin scarf school scout season seed shadow shell shore silk silver sketch sky sled
slope smile snow soccer solar sonnet spark sparrow spice spiral spring spruce squash stable star steam stone
stork storm stream summer sunset swan table talon tango teapot tempo tent thistle thunder tide tiger timber
toast tomato topaz torch tower trail train trout trumpet tulip tunnel turkey turtle umbrella unicorn valley
vanilla velvet village vine violet violin voyage waffle wagon walnut walrus water wave whale wheat whistle
willow wind winter wolf wonder wood wool wren yarn yellow yogurt zebra zenith zephyr zigzag
"""
WORDS = tuple(_TEXT.split())
