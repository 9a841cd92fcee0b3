namespace Habitue.Simulation;

/// <summary>
/// Writes the tills' receipts. The first store writes UTF-8 with commas; the second one is older and writes
/// Latin-1 with semicolons, decimal commas and dates with dots.
/// </summary>
internal sealed class TillLog : IDisposable
{
    private static readonly string[] Payments = ["card", "cash", "voucher"];
    private readonly Shop _shop;
    private readonly FaultLedger _faults;
    private readonly Truth _truth;
    private readonly SourceFile _first, _second;
    private FaultClock _exact, _outlier, _negative, _noName, _broken;

    public TillLog(Shop shop, FaultLedger faults, Truth truth, string folder, List<SourceFile> files)
    {
        (_shop, _faults, _truth) = (shop, faults, truth);
        _first = new(folder, "pos/store-sales.csv", "ReceiptNo,Sku,Description,Quantity,SoldAt,UnitPrice,CustomerId,Country,PaymentMethod,Store"u8);
        _second = new(folder, "pos/store-sales-2.csv", "ReceiptNo;Sku;Description;Quantity;SoldAt;UnitPrice;CustomerId;Country;PaymentMethod;Store"u8);
        files.AddRange([_first, _second]);
        FaultClock At(string name, int every) => new(name, every, Dice.Of(shop.Plan.Seed, Purpose.Fault, -every));
        _exact = At("exact_duplicate", 149);
        _outlier = At("outlier_quantity", 907);
        _negative = At("negative_price", 1511);
        _noName = At("missing_description", 353);
        _broken = At("unparsable", 1301);
    }

    public void Sale(int index, in Visit visit)
    {
        var buyer = _shop.Schedule.Who(visit);
        var dice = _shop.Basket.Fill(index, buyer);
        var lines = _shop.Basket.Lines;
        var sums = OrderSums.Of(lines, _shop.Catalogue, visit, _shop.Seasons.Date(visit.At), _shop.Campaigns);
        var named = visit.Kind == VisitKind.StoreOrder && !visit.Is(VisitMarks.Unnamed);
        var receipt = new Receipt(Shop.OrderId(visit), visit.At, named ? Customer.Id(visit.Who) : "", buyer.Country,
            buyer.Trade ? "invoice" : dice.Pick(Payments), Places.Countries[buyer.Country].SecondStore);
        // What comes back must match what was sold, so faults leave such receipts alone.
        var clean = visit.Is(VisitMarks.ComesBack);
        foreach (var line in lines) Row(receipt, _shop.Catalogue.Products[line.Product], line.Quantity, clean);
        if (sums.Discount > 0) Service(receipt, "DISCOUNT", "Discount", -1, sums.Discount);
        if (dice.Chance(.04)) Service(receipt, "POST", "POSTAGE", 1, 450);
        _truth.Order(visit, receipt.Number, "store", lines, sums, visit.At);
    }

    public void Return(in Visit visit, List<BasketLine> back, in Visit order)
    {
        var buyer = _shop.Schedule.Who(visit);
        var receipt = new Receipt(Shop.OrderId(visit), visit.At, visit.Is(VisitMarks.Unnamed) ? "" : Customer.Id(visit.Who), buyer.Country,
            buyer.Trade ? "invoice" : "card", Places.Countries[buyer.Country].SecondStore);
        foreach (var line in back) Row(receipt, _shop.Catalogue.Products[line.Product], -line.Quantity, true);
        _truth.Return(visit, receipt.Number, Shop.OrderId(order), order, back.Count,
            back.Sum(l => (long)l.Quantity * _shop.Catalogue.Products[l.Product].Price));
    }

    public void Dispose()
    {
        _first.Dispose();
        _second.Dispose();
    }

    private readonly record struct Receipt(string Number, int At, string Customer, byte Country, string Payment, bool Second);

    private void Row(in Receipt receipt, Product product, int quantity, bool clean)
    {
        var (file, name) = receipt.Second ? (_second, "pos/store-sales-2.csv") : (_first, "pos/store-sales.csv");
        var item = receipt.Second ? product.SecondTill : product.Till;
        var price = product.Price;
        var fault = "";
        if (!clean && _outlier.Strikes()) (quantity, fault) = (quantity * 400, _outlier.Name);
        else if (!clean && _negative.Strikes()) (price, fault) = (-price, _negative.Name);
        else if (!clean && _noName.Strikes()) (item, fault) = (item[..(product.Sku.Length + 1)], _noName.Name);
        Put(file, receipt, item, quantity, price);
        if (fault.Length > 0) Note(name, fault, receipt, product);
        var times = fault.Length == 0 && _exact.Strikes() ? 2 : 1;
        file.EndRow(times);
        if (times == 2) Note(name, _exact.Name, receipt, product);
        if (receipt.Customer.Length == 0) _faults.Count(name, "missing_customer", times);
        if (!clean && times == 1 && fault.Length == 0 && _broken.Strikes()) Broken(file, name, receipt, product, item);
    }

    private void Service(in Receipt receipt, string code, string description, int quantity, long price)
    {
        var (file, name, separator) = receipt.Second ? (_second, "pos/store-sales-2.csv", ';') : (_first, "pos/store-sales.csv", ',');
        Put(file, receipt, System.Text.Encoding.ASCII.GetBytes(code + separator + description), quantity, price);
        file.EndRow();
        _faults.Count(name, "service_line");
        if (receipt.Customer.Length == 0) _faults.Count(name, "missing_customer");
    }

    /// <summary>One more row, which no reader can take: a date that does not exist, or words where numbers belong.</summary>
    private void Broken(SourceFile file, string name, in Receipt receipt, Product product, byte[] item)
    {
        var separator = receipt.Second ? (byte)';' : (byte)',';
        var line = file.Line.Ascii(receipt.Number).Byte(separator).Raw(item).Byte(separator);
        line = product.Price % 2 == 0
            ? line.Ascii("n/a").Byte(separator).Ascii("soon").Byte(separator).Ascii("ask")
            : line.Byte((byte)'1').Byte(separator).Ascii("31.02.2025 99:99").Byte(separator).Byte((byte)'1');
        line.Byte(separator).Ascii(receipt.Customer).Byte(separator).Ascii(Places.Countries[receipt.Country].Name).Byte(separator).Ascii("card")
            .Byte(separator).Ascii(receipt.Second ? "S2" : "S1");
        file.EndRow();
        Note(name, _broken.Name, receipt, product);
        if (receipt.Customer.Length == 0) _faults.Count(name, "missing_customer");
    }

    private void Put(SourceFile file, in Receipt receipt, ReadOnlySpan<byte> item, int quantity, long price)
    {
        var separator = receipt.Second ? (byte)';' : (byte)',';
        var line = file.Line.Ascii(receipt.Number).Byte(separator).Raw(item).Byte(separator).Number(quantity).Byte(separator);
        if (receipt.Second) _shop.Clock.Dotted(line, receipt.At);
        else _shop.Clock.Plain(line, receipt.At);
        line.Byte(separator).Money(price, receipt.Second ? (byte)',' : (byte)'.').Byte(separator).Ascii(receipt.Customer).Byte(separator)
            .Ascii(Places.Countries[receipt.Country].Name).Byte(separator).Ascii(receipt.Payment).Byte(separator).Ascii(receipt.Second ? "S2" : "S1");
    }

    private void Note(string file, string fault, in Receipt receipt, Product product)
    {
        var key = new Utf8Text();
        _faults.Note(file, fault, key.Ascii(receipt.Number).Byte((byte)'|').Ascii(product.Sku).Span);
    }
}
