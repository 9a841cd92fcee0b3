using Habitue.Lake.Events;
using Habitue.Lake.Sources;

namespace Habitue.Lake.Mapping;

/// <summary>A column as seen in a sample: its name and values, in the order of the rows.</summary>
public sealed record ColumnSample(string Name, IReadOnlyList<string> Values)
{
    /// <summary>The columns of a delimited text; a record that is too short has nothing for the last ones.</summary>
    public static ColumnSample[] Of(CsvDialect dialect, IReadOnlyList<string[]> records) =>
        [.. dialect.Columns.Select((name, i) => new ColumnSample(name, [.. records.Where(r => r.Length > i).Select(r => r[i])]))];
}

/// <summary>
/// Finds the mapping of a table whose columns nobody described: a known layout by its signature, else the entity
/// whose fields the columns name best, each column read in the way that fits its values.
/// </summary>
public static class Inference
{
    /// <param name="address">What the sentence of an error begins with.</param>
    /// <exception cref="SourceException">The columns are no entity's; the message names them.</exception>
    public static SourceMapping Infer(string address, SourceFormat format, IReadOnlyList<ColumnSample> columns)
    {
        string[] names = [.. columns.Select(c => c.Name)];
        foreach (Layout layout in Layouts.All)
            if (layout.Fits(format, names))
                return Known(layout, columns, format);
        Candidate best = Best(columns, MostOf) ?? Best(columns, AnyOf) ?? throw NoEntity(address, columns);
        return Guessed(best, columns);
    }

    /// <summary>The share of a column's values that it takes to be a field's: most of them, or any at all.</summary>
    private const double MostOf = 0.5, AnyOf = double.Epsilon;

    private static Candidate? Best(IReadOnlyList<ColumnSample> columns, double timesRead) =>
        Entity.All.Select(e => Assign(e, columns, timesRead)).Where(c => c.IsComplete).MaxBy(c => c.Score);

    private static SourceMapping Known(Layout layout, IReadOnlyList<ColumnSample> samples, SourceFormat format)
    {
        var columns = new List<ColumnMapping>();
        foreach ((string column, string field) in layout.Columns)
        {
            Field? known = layout.Entity.Find(field);
            if (samples.FirstOrDefault(s => s.Name.Equals(column, StringComparison.OrdinalIgnoreCase)) is { } sample)
                columns.Add(new(sample.Name, field, known is null ? null : ReadAs.Find(known.Type, sample.Values).Way));
            else if (format == SourceFormat.JsonLines)
                // The head of the file lacks it; a later line may have it.
                columns.Add(new(column, field, known?.Type == FieldType.Time ? ReadAs.IsoOffset : null));
        }

        AddProperties(columns, samples);
        return new SourceMapping
        {
            Layout = layout.Name, Entity = layout.Entity, Columns = columns, Constants = layout.Constants,
            EqualRowsAreDuplicates = layout.EqualRowsAreDuplicates, Notes = layout.Note is null ? [] : [layout.Note],
        };
    }

    private static SourceMapping Guessed(Candidate best, IReadOnlyList<ColumnSample> samples)
    {
        var columns = new List<ColumnMapping>(best.Columns);
        AddProperties(columns, samples);
        var constants = new Dictionary<string, string>();
        bool Fills(string field) => columns.Exists(c => c.Field == field);
        if (best.Entity == Entity.Events)
        {
            if (!Fills("event"))
                constants["event"] = Fills("order_id") || Fills("amount") || Fills("unit_price") || Fills("product_id") ? EventNames.OrderCompleted
                    : Fills("page") ? "Page Viewed" : Fills("campaign") ? "Email Delivered" : EventNames.OrderCompleted;
            if (!Fills("type"))
                constants["type"] = constants.GetValueOrDefault("event") == "Page Viewed" ? "page" : "track";
        }

        bool timeOfDay = samples.Where(s => columns.Exists(c => c.Column == s.Name && c.Field == "occurred_at"))
            .Any(s => s.Values.Any(v => v.Contains(':') && !v.EndsWith("00:00:00", StringComparison.Ordinal)));
        return new SourceMapping
        {
            Layout = $"{best.Entity.Name} by column names", Entity = best.Entity, Columns = columns, Constants = constants, Notes = best.Notes,
            EqualRowsAreDuplicates = best.Entity != Entity.Events || timeOfDay || Fills("order_id") || Fills("message_id"),
        };
    }

    private static void AddProperties(List<ColumnMapping> columns, IReadOnlyList<ColumnSample> samples)
    {
        var mapped = columns.Select(c => c.Column).ToHashSet();
        columns.AddRange(samples.Where(s => !mapped.Contains(s.Name)).Select(s => new ColumnMapping(s.Name, SourceMapping.Properties)));
    }

    private sealed record Candidate(Entity Entity, IReadOnlyList<ColumnMapping> Columns, IReadOnlyList<string> Notes)
    {
        public double Score => Columns.Count + (Entity == Entity.Events ? 0.5 : 0);

        private bool Has(params string[] fields) => fields.All(f => Columns.Any(c => c.Field == f));

        private int Count(params string[] fields) => fields.Count(f => Has(f));

        public bool IsComplete => Entity.Name switch
        {
            "events" => Has("occurred_at") && Count("customer_id", "anonymous_id", "session_id", "order_id", "product_id", "event", "message_id") > 0
                && Count("order_id", "product_id", "event", "amount", "unit_price", "quantity", "page", "session_id", "campaign") > 0,
            "profiles" => Has("customer_id") && Count("email", "gender", "birth_date", "loyalty_tier", "marketing_consent", "age", "name", "phone", "city", "postal_code") >= 1,
            "reviews" => Has("rating") && Count("body", "title", "review_id") > 0,
            "tickets" => Count("ticket_id", "subject") > 0 && Has("opened_at") && Count("subject", "status", "closed_at", "satisfaction", "body") >= 2,
            _ => Has("product_id") && Count("product_name", "category", "brand", "price", "cost", "stock") >= 2,
        };
    }

    /// <summary>Gives each field the column that is called most like it and whose values it can read.</summary>
    /// <param name="timesRead">The share of values that the time of an event must read. Where dates of many formats are mixed none
    /// reads most of them; then the one that reads some is better than refusing the file: the other rows go to the quarantine.</param>
    private static Candidate Assign(Entity entity, IReadOnlyList<ColumnSample> samples, double timesRead)
    {
        var offers = new List<(Field Field, ColumnSample Sample, int Rank, string? Way, string? Rival)>();
        foreach (Field field in entity.Fields)
        {
            foreach (ColumnSample sample in samples)
            {
                int rank = Rank(field, sample);
                if (rank < 0)
                    continue;
                (string? way, double share, string? rival) = ReadAs.Find(field.Type, sample.Values);
                if (share >= (field.Name is "occurred_at" or "opened_at" ? timesRead : MostOf))
                    offers.Add((field, sample, rank, way, rival));
            }
        }

        var columns = new List<ColumnMapping>();
        var notes = new List<string>();
        foreach (var offer in offers.OrderBy(o => o.Rank))
        {
            if (columns.Exists(c => c.Column == offer.Sample.Name))
                continue;
            if (columns.Find(c => c.Field == offer.Field.Name) is { } taken)
            {
                if (offer.Field.Type is FieldType.Time)
                    notes.Add($"'{offer.Sample.Name}' could be {offer.Field.Name} as well; '{taken.Column}' was taken, the mapping file can say otherwise");
                continue;
            }

            columns.Add(new(offer.Sample.Name, offer.Field.Name, offer.Way));
            if (offer.Rival is not null)
                notes.Add($"'{offer.Sample.Name}' reads as well by {offer.Rival}; {offer.Way} was taken, the mapping file can say otherwise");
        }

        return new Candidate(entity, [.. columns.OrderBy(c => samples.ToList().FindIndex(s => s.Name == c.Column))], notes);
    }

    /// <summary>How much like a field a column is called: its place among the field's names, negative where it is not among them.</summary>
    private static int Rank(Field field, ColumnSample sample)
    {
        string last = sample.Name[(sample.Name.LastIndexOf('.') + 1)..];
        return Math.Max(Array.IndexOf(field.Synonyms, Plain(sample.Name)), sample.Name.Contains('.') ? Array.IndexOf(field.Synonyms, Plain(last)) : -1);
    }

    private static string Plain(string name) => string.Concat(name.ToLowerInvariant().Where(char.IsLetterOrDigit));

    private static SourceException NoEntity(string address, IReadOnlyList<ColumnSample> columns)
    {
        Candidate events = Assign(Entity.Events, columns, AnyOf);
        string names = string.Join(", ", columns.Take(12).Select(c => c.Name)) + (columns.Count > 12 ? ", …" : "");
        if (events.Columns.Any(c => c.Field == "occurred_at"))
            return new SourceException(address, $"no column names a customer, an order, a product or an event; its columns are {names}; name them in a mapping file (--mapping FILE)");
        if (columns.FirstOrDefault(c => Rank(Entity.Events.Find("occurred_at")!, c) >= 0) is { } unread)
            return new SourceException(address, $"the column '{unread.Name}' is called like the time, but none of its values is one ('{Shortened(unread.Values.First(v => !string.IsNullOrWhiteSpace(v)))}'); say how it is read, or which column is the time, in a mapping file (--mapping FILE)");
        return new SourceException(address, $"no column could be the time (occurred_at: date, timestamp, InvoiceDate, created_at …); its columns are {names}; name them in a mapping file (--mapping FILE)");
    }

    private static string Shortened(string value) => value.Length <= 40 ? value : value[..40] + "…";
}
