using Habitue.Host.Answers;

namespace Habitue.Explore;

/// <summary>What came back: columns and the first rows.</summary>
/// <param name="HasMore">There are rows that are not here.</param>
internal sealed record QueryAnswer(IReadOnlyList<AnswerColumn> Columns, IReadOnlyList<object?[]> Rows, bool HasMore, TimeSpan Took)
{
    private readonly bool[] days = [.. Columns.Select((column, i) => column.IsTime && Rows.All(row => row[i] is null or DateOnly or DateTime { TimeOfDay.Ticks: 0 }))];

    /// <summary>A value as it is read; moments that are all midnights are days.</summary>
    public string Text(int column, object value) => days[column] && value is DateTime moment ? moment.ToString("yyyy-MM-dd") : Cell.Text(value);
}

/// <param name="IsNumber">Its values are numbers.</param>
/// <param name="IsTime">Its values are days or moments.</param>
internal sealed record AnswerColumn(string Name, string Type, bool IsNumber, bool IsTime);

/// <summary>A chart of an answer: which column lies along the bottom, which one is measured, and as what.</summary>
internal sealed record AnswerChart(int X, int Y, string Form)
{
    public static IReadOnlyList<(string Value, string Text)> Forms { get; } = [("bar", "bars"), ("line", "line"), ("dots", "dots")];

    /// <summary>What was asked for as far as it fits the answer, else what suits it; null when nothing can be measured.</summary>
    public static AnswerChart? Of(QueryAnswer answer, string x, string y, string form)
    {
        var columns = answer.Columns;
        if (answer.Rows.Count == 0 || columns.Count < 2 || !columns.Any(column => column.IsNumber)) return null;
        var (askedX, askedY) = (Find(columns, x, _ => true), Find(columns, y, column => column.IsNumber));
        var along = askedX >= 0 ? askedX : Math.Max(0, First(columns, (column, i) => !column.IsNumber && i != askedY));
        var up = askedY >= 0 ? askedY : First(columns, (column, i) => column.IsNumber && i != along);
        if (up < 0) (along, up) = (First(columns, (column, i) => !column.IsNumber), First(columns, (column, i) => column.IsNumber));
        return new AnswerChart(Math.Max(0, along), up, Forms.Any(one => one.Value == form) ? form : columns[Math.Max(0, along)].IsTime ? "line" : columns[Math.Max(0, along)].IsNumber ? "dots" : "bar");
    }

    /// <summary>What a script draws it from.</summary>
    public object Data(QueryAnswer answer) => new
    {
        columns = answer.Columns.Select(column => column.Name), numbers = answer.Columns.Select(column => column.IsNumber),
        rows = answer.Rows.Select(row => row.Select(object? (value, i) => value is null ? null : answer.Columns[i].IsNumber ? Number(value) : Short(answer.Text(i, value)))),
        x = X, y = Y, form = Form,
    };

    /// <summary>What JSON can hold of a number; sums of whole numbers come in 128 bits.</summary>
    private static double? Number(object value) => value switch
    {
        Int128 whole => (double)whole,
        UInt128 whole => (double)whole,
        _ => Convert.ToDouble(value, System.Globalization.CultureInfo.InvariantCulture) is var number && double.IsFinite(number) ? number : null,
    };

    private static string Short(string text) => text.Length <= 80 ? text : text[..80] + "…";

    private static int Find(IReadOnlyList<AnswerColumn> columns, string name, Func<AnswerColumn, bool> fits) => First(columns, (column, _) => column.Name == name && fits(column));

    private static int First(IReadOnlyList<AnswerColumn> columns, Func<AnswerColumn, int, bool> fits)
    {
        for (var i = 0; i < columns.Count; i++)
            if (fits(columns[i], i)) return i;
        return -1;
    }
}
