namespace Habitue.Simulation;

/// <summary>A category: its name, the usual price of its products against the shop's, its share of the products, its nouns.</summary>
internal sealed record CategoryWords(string Name, double Price, double Share, string[] Nouns);

/// <summary>The words that product names, brands and descriptions are put together from. All of them fit Latin-1.</summary>
internal static class CatalogueWords
{
    public static readonly CategoryWords[] Categories =
    [
        new("Kitchen", 1.1, .14, ["Mug", "Teapot", "Bowl", "Tray", "Cake Stand", "Biscuit Tin", "Jug", "Café Set", "Spoon Rest", "Egg Cup"]),
        new("Candles", .6, .08, ["T-Light Holder", "Candle", "Lantern", "Candlestick", "Scented Jar", "Votive"]),
        new("Stationery", .35, .12, ["Notebook", "Card Set", "Pencil Tin", "Gift Tags", "Wrapping Paper", "Sticker Sheet", "Calendar"]),
        new("Toys", .9, .09, ["Jigsaw", "Spinning Top", "Doll", "Wooden Train", "Skittles", "Kite", "Puppet"]),
        new("Garden", 1.8, .09, ["Planter", "Bird House", "Watering Can", "Garden Sign", "Trowel", "Wind Chime"]),
        new("Bath", .9, .06, ["Soap Dish", "Towel", "Bath Salts", "Sponge", "Crème Pot", "Mirror"]),
        new("Jewellery", 1.6, .07, ["Necklace", "Bracelet", "Earrings", "Ring Box", "Brooch", "Pendant"]),
        new("Christmas", .7, .10, ["Bauble", "Wreath", "Stocking", "Advent Calendar", "Star", "Nutcracker", "Garland"]),
        new("Lighting", 3.2, .05, ["Table Lamp", "Fairy Lights", "Night Light", "Lamp Shade", "Floor Lamp"]),
        new("Textiles", 1.9, .08, ["Cushion", "Throw", "Apron", "Tea Towel", "Doormat", "Hot Water Bottle"]),
        new("Bags", 1.2, .08, ["Lunch Bag", "Jumbo Bag", "Shopper", "Wash Bag", "Rucksack", "Purse"]),
        new("Party", .45, .04, ["Bunting", "Paper Plates", "Balloon Set", "Napkins", "Piñata"]),
    ];

    public static readonly string[] Styles =
    [
        "White", "Red", "Blue", "Pink", "Ivory", "Green", "Vintage", "Retro", "Rustic", "Classic", "Mini", "Large", "Striped", "Spotty",
        "Floral", "Heart", "Star", "Rosé", "Gold", "Silver", "Copper", "Antique", "Nordic", "Paisley", "Provençal", "Strawberry", "Woodland",
        "Polkadot", "Regency", "Alpine", "Coral", "Lavender", "Mint", "Navy", "Circus", "Dolly", "Feather", "Leaf", "Owl", "Fox",
    ];

    public static readonly string[] Materials =
    [
        "Wooden", "Metal", "Glass", "Ceramic", "Enamel", "Linen", "Cotton", "Felt", "Wicker", "Paper", "Porcelain", "Tin", "Slate", "Zinc",
        "Bamboo", "Velvet", "Cork", "Marble", "Resin", "Stone",
    ];

    public static readonly string[] Brands =
        ["Fernhill", "Maison Été", "Oak & Thistle", "Blåvik", "Lark Lane", "Grünwald", "Pip Studio No. 9", "Harbour", "Casa Peña", "Tilly's"];

    public static readonly string[] Uses =
    [
        "A favourite for the kitchen table", "Made for small gifts", "Good in the hall or the garden", "For a quiet evening at home",
        "Loved by children and by those who were", "Packed in a gift box", "A classic of our range, now in a new colour",
    ];

    public static readonly string[] Cares =
        ["Wipe with a damp cloth.", "Not for the dishwasher.", "Machine wash at 30 degrees.", "Keep dry.", "Handle with care; every piece differs a little."];
}
