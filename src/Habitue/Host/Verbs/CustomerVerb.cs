using System.CommandLine;
using Habitue.Host.Answers;

namespace Habitue.Host.Verbs;

/// <summary>All that is known of one customer, and why the models think what they think.</summary>
internal sealed class CustomerVerb : Verb
{
    /// <summary>What is told, in this order, of the tables that are there; a row is a line, a single row stands upright.</summary>
    private static readonly (string Title, string Table, string Sql)[] Parts =
    [
        ("Who", "customers", "SELECT * EXCLUDE (customer_id) FROM customers WHERE customer_id = $1"),
        ("Segment", "customer_segments", "SELECT * EXCLUDE (customer_id, as_of, pc1, pc2) FROM customer_segments WHERE customer_id = $1"),
        ("Likely to buy", "purchase_scores", "SELECT horizon_days AS days, probability, model, version FROM purchase_scores WHERE customer_id = $1 ORDER BY horizon_days"),
        ("Why", "purchase_reasons", "SELECT horizon_days AS days, contribution, words FROM purchase_reasons WHERE customer_id = $1 ORDER BY horizon_days, place"),
        ("Likely to stay away", "churn_risks", "SELECT * EXCLUDE (customer_id, as_of) FROM churn_risks WHERE customer_id = $1"),
        ("Why", "churn_reasons", "SELECT contribution, words FROM churn_reasons WHERE customer_id = $1 ORDER BY place"),
        ("Value", "customer_values", "SELECT * EXCLUDE (customer_id, as_of) FROM customer_values WHERE customer_id = $1"),
        ("Why", "value_reasons", "SELECT contribution, words FROM value_reasons WHERE customer_id = $1 ORDER BY place"),
        ("Recommended", "recommendations", "SELECT * EXCLUDE (customer_id) FROM recommendations WHERE customer_id = $1 ORDER BY place"),
        ("To do", "actions_today", "SELECT action, why, money, money_low, money_high, product_name FROM actions_today WHERE customer_id = $1"),
    ];

    private readonly Argument<string> customer = new("CUSTOMER") { Description = "The customer's id." };
    private readonly Option<bool> json;
    private readonly HomeOptions home;

    public CustomerVerb() : base("customer", "All that is known of one customer, and why the models think what they think.",
        "habitue customer C000216",
        "habitue customer C000216 --json")
    {
        Add(customer);
        json = TakesFlag("--json", "Answer as JSON.");
        home = new HomeOptions(this);
    }

    public override int Execute(Call call)
    {
        using var work = Workspace.Look(call, home, Name);
        work.MustHave("customers", "habitue run PATH");
        var id = call.Of(customer)!;
        if (work.Warehouse.Scalar<long>("SELECT COUNT(*) FROM customers WHERE customer_id = $1", id) == 0)
            throw new UserMistakeException($"There is no customer '{id}'; `habitue sql \"SELECT customer_id FROM customers LIMIT 5\"` shows how ids look.");
        var there = work.Warehouse.Rows<string>("SELECT table_name FROM information_schema.tables WHERE table_schema = 'main'").ToHashSet();
        var parts = Parts.Where(part => there.Contains(part.Table)).Select(part => (part.Title, part.Table, Rows: Read(work, part.Sql, id, call.Cancel))).Where(part => part.Rows.Lines.Count > 0).ToArray();
        if (call.Of(json))
        {
            using var answer = new JsonAnswer(call.Terminal.Out);
            answer.Object(written =>
            {
                written.WriteString("customer_id", id);
                foreach (var (_, table, rows) in parts)
                {
                    written.WriteStartArray(table);
                    foreach (var line in rows.Lines)
                    {
                        written.WriteStartObject();
                        for (var column = 0; column < line.Length; column++)
                        {
                            written.WritePropertyName(rows.Columns[column].Name);
                            Cell.Json(written, line[column]);
                        }
                        written.WriteEndObject();
                    }
                    written.WriteEndArray();
                }
            });
            return CommandLine.Done;
        }
        foreach (var (title, _, rows) in parts)
        {
            call.Terminal.Say(title);
            if (rows.Lines is [var only] && rows.Columns.Count > 4) Upright(call, rows.Columns, only);
            else Lines(call, rows.Columns, rows.Lines);
            call.Terminal.Say("");
        }
        return CommandLine.Done;
    }

    private static (IReadOnlyList<Duck.DuckColumn> Columns, List<object?[]> Lines) Read(Workspace work, string sql, string id, CancellationToken cancel)
    {
        using var result = work.Warehouse.Query(sql, [id], cancel);
        var lines = new List<object?[]>();
        foreach (var chunk in result.Chunks())
            for (var row = 0; row < chunk.Count; row++)
            {
                var line = new object?[result.Columns.Count];
                for (var column = 0; column < line.Length; column++) line[column] = chunk[column].GetValue(row);
                lines.Add(line);
            }
        return (result.Columns, lines);
    }

    private static void Upright(Call call, IReadOnlyList<Duck.DuckColumn> columns, object?[] line)
    {
        var known = columns.Index().Where(column => line[column.Index] is not null).ToArray();
        var width = known.Max(column => column.Item.Name.Length);
        foreach (var (i, column) in known) call.Terminal.Say($"  {column.Name.Replace('_', ' ').PadRight(width)}  {Text(line[i])}");
    }

    private static void Lines(Call call, IReadOnlyList<Duck.DuckColumn> columns, List<object?[]> lines)
    {
        var grid = new Grid([.. columns.Select(column => column.Name is "words" or "reason" or "why" ? GridColumn.Sentence(column.Name) : new GridColumn(column.Name.Replace('_', ' '), Cell.IsNumber(column.Type)))]);
        foreach (var line in lines) grid.Add([.. line.Select(Text)]);
        grid.Write(call.Terminal.Out, call.Terminal.Width, "  ");
    }

    private static string Text(object? value) => value is double number ? number.ToString(Math.Abs(number) < 10 ? "0.###" : "N1", System.Globalization.CultureInfo.InvariantCulture) : Cell.Text(value);
}
