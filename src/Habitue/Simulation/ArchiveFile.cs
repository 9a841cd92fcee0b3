using Habitue.Duck;

namespace Habitue.Simulation;

/// <summary>Writes the orders of before the first day, one row per line, as a Parquet file.</summary>
internal sealed class ArchiveFile : IDisposable
{
    public const string Path = "history/orders-archive.parquet";

    private readonly Shop _shop;
    private readonly Truth _truth;
    private readonly DuckDatabase _database;
    private readonly DuckConnection _connection;
    private readonly DuckAppender _rows;
    private readonly DateTime _first;
    private readonly string _folder;

    public ArchiveFile(Shop shop, Truth truth, string folder)
    {
        (_shop, _truth, _folder) = (shop, truth, folder);
        _first = shop.Seasons.First.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);
        // One thread, so that the file has the same bytes every time.
        _database = DuckDatabase.InMemory(new DuckSettings { Threads = 1 });
        _connection = _database.Connect();
        _connection.Execute("""
            CREATE TABLE archive (order_id VARCHAR, line BIGINT, sku VARCHAR, product_name VARCHAR, quantity BIGINT, unit_price DECIMAL(18,4),
                discount DECIMAL(18,4), ordered_at TIMESTAMP, customer_id VARCHAR, country VARCHAR, channel VARCHAR, payment_method VARCHAR, coupon VARCHAR)
            """);
        _rows = _connection.Appender("archive");
    }

    public long Rows { get; private set; }

    public void Order(int index, in Visit visit)
    {
        var buyer = _shop.Schedule.Who(visit);
        var dice = _shop.Basket.Fill(index, buyer);
        var lines = _shop.Basket.Lines;
        var sums = OrderSums.Of(lines, _shop.Catalogue, visit, _shop.Seasons.Date(visit.At), _shop.Campaigns);
        var (id, country) = (Shop.OrderId(visit), Places.Countries[buyer.Country].Name);
        var customer = visit.Is(VisitMarks.Unnamed) ? null : Customer.Id(visit.Who);
        var payment = buyer.Trade ? "invoice" : dice.Chance(.7) ? "card" : "cash";
        var left = sums.Discount;
        for (var i = 0; i < lines.Count; i++)
        {
            var product = _shop.Catalogue.Products[lines[i].Product];
            var amount = (long)lines[i].Quantity * product.OldPrice;
            // The discount is spread over the lines; the last one takes what rounding left.
            var discount = i == lines.Count - 1 ? left : sums.Discount * amount / sums.Goods;
            left -= discount;
            var row = _rows.AddRow();
            _rows[0].Set(row, id);
            _rows[1].Set(row, i + 1L);
            _rows[2].Set(row, product.Sku);
            _rows[3].Set(row, product.Name);
            _rows[4].Set(row, (long)lines[i].Quantity);
            _rows[5].Set(row, product.OldPrice / 100m);
            _rows[6].Set(row, discount / 100m);
            _rows[7].Set(row, _first.AddSeconds(visit.At));
            _rows[8].Set(row, customer);
            _rows[9].Set(row, country);
            _rows[10].Set(row, visit.Is(VisitMarks.Online) ? "web" : "store");
            _rows[11].Set(row, payment);
            _rows[12].Set(row, sums.Coupon.Length > 0 ? sums.Coupon : null);
        }
        Rows += lines.Count;
        _truth.Order(visit, id, "archive", lines, sums, visit.At);
    }

    /// <summary>Writes the file; call it once, after the last order.</summary>
    public ShopFile Save()
    {
        _rows.Dispose();
        var full = System.IO.Path.Combine(_folder, Path);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(full)!);
        _connection.Execute($"COPY archive TO '{full.Replace("'", "''")}' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 122880)");
        return new ShopFile(Path, Rows, new FileInfo(full).Length);
    }

    public void Dispose()
    {
        _rows.Dispose();
        _connection.Dispose();
        _database.Dispose();
    }
}
