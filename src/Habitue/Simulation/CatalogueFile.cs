namespace Habitue.Simulation;

/// <summary>Writes the catalogue as an Excel sheet; what does not fit a sheet that people still open goes to a CSV file beside it.</summary>
internal static class CatalogueFile
{
    public const string Sheet = "catalogue/products.xlsx";
    public const int SheetRows = 50_000;

    private static readonly string[] Columns = ["sku", "product_name", "category", "brand", "price", "cost", "stock", "description", "launched_on"];

    public static IEnumerable<ShopFile> Write(Shop shop, string folder, FaultLedger faults)
    {
        var products = shop.Catalogue.Products;
        var missing = new FaultClock("missing_category", 67, Dice.Of(shop.Plan.Seed, Purpose.Fault, 67));
        var cells = products.Select(product =>
        {
            string? category = product.CategoryName;
            if (!missing.Strikes()) return Cells(product, category);
            faults.Note(Sheet, missing.Name, System.Text.Encoding.ASCII.GetBytes(product.Sku), category);
            return Cells(product, null);
        }).ToList();
        var path = Path.Combine(folder, Sheet);
        Workbook.Write(path, "Products", cells.Take(SheetRows).Prepend([.. Columns]));
        yield return new(Sheet, Math.Min(cells.Count, SheetRows), new FileInfo(path).Length);
        if (cells.Count <= SheetRows) yield break;
        using var csv = new SourceFile(folder, "catalogue/products.csv", System.Text.Encoding.ASCII.GetBytes(string.Join(',', Columns)));
        foreach (var row in cells.Skip(SheetRows))
        {
            for (var i = 0; i < row.Length; i++)
            {
                if (i > 0) csv.Line.Byte((byte)',');
                csv.Line.Csv(row[i] switch { null => "", DateOnly day => day.ToString("O"), var value => Convert.ToString(value)! });
            }
            csv.EndRow();
        }
        yield return new(csv.Path, csv.Rows, csv.Bytes);
    }

    private static object?[] Cells(Product p, string? category) =>
        [p.Sku, p.Name, category, p.Brand, p.Price / 100m, p.Cost / 100m, p.Stock, p.Description, p.Launched];
}
