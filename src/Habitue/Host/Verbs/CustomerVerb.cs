using System.CommandLine;
using Habitue.Host.Answers;

namespace Habitue.Host.Verbs;

/// <summary>All that is known of one customer, and why the models think what they think.</summary>
internal sealed class CustomerVerb : Verb
{
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
        var parts = CustomerParts.Read(work.Warehouse, id, call.Cancel);
        if (call.Of(json))
        {
            using var answer = new JsonAnswer(call.Terminal.Out);
            answer.Object(written =>
            {
                written.WriteString("customer_id", id);
                foreach (var part in parts) part.Write(written);
            });
            return CommandLine.Done;
        }
        foreach (var part in parts)
        {
            call.Terminal.Say(part.Title);
            if (part.Lines is [var only] && part.Columns.Count > 4) Upright(call, part.Columns, only);
            else Lines(call, part.Columns, part.Lines);
            call.Terminal.Say("");
        }
        return CommandLine.Done;
    }

    private static void Upright(Call call, IReadOnlyList<Duck.DuckColumn> columns, object?[] line)
    {
        var known = columns.Index().Where(column => line[column.Index] is not null).ToArray();
        var width = known.Max(column => column.Item.Name.Length);
        foreach (var (i, column) in known) call.Terminal.Say($"  {column.Name.Replace('_', ' ').PadRight(width)}  {Text(line[i])}");
    }

    private static void Lines(Call call, IReadOnlyList<Duck.DuckColumn> columns, IReadOnlyList<object?[]> lines)
    {
        var grid = new Grid([.. columns.Select(column => column.Name is "words" or "reason" or "why" ? GridColumn.Sentence(column.Name) : new GridColumn(column.Name.Replace('_', ' '), Cell.IsNumber(column.Type)))]);
        foreach (var line in lines) grid.Add([.. line.Select(Text)]);
        grid.Write(call.Terminal.Out, call.Terminal.Width, "  ");
    }

    private static string Text(object? value) => value is double number ? number.ToString(Math.Abs(number) < 10 ? "0.###" : "N1", System.Globalization.CultureInfo.InvariantCulture) : Cell.Text(value);
}
