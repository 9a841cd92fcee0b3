using Habitue.Learning.Data;

namespace Habitue.Prediction;

/// <summary>Frames one below the other.</summary>
internal static class Frames
{
    public static Frame Join(Frame first, Frame second) => new([.. first.Columns.Select(column => Join(column, second[column.Name]))]);

    private static FrameColumn Join(FrameColumn first, FrameColumn second) => (first, second) switch
    {
        (NumberColumn a, NumberColumn b) => new NumberColumn(a.Name, [.. a.Values, .. b.Values]),
        (TimeColumn a, TimeColumn b) => new TimeColumn(a.Name, [.. a.Values, .. b.Values]),
        (BooleanColumn a, BooleanColumn b) => new BooleanColumn(a.Name, [.. Enumerable.Range(0, a.Rows).Select(row => a[row]), .. Enumerable.Range(0, b.Rows).Select(row => b[row])]),
        (TextColumn a, TextColumn b) => new TextColumn(a.Name, [.. Enumerable.Range(0, a.Rows).Select(row => a[row]), .. Enumerable.Range(0, b.Rows).Select(row => b[row])]),
        _ => throw new ArgumentException($"The column {first.Name} is {first.GetType().Name} in one frame and {second.GetType().Name} in the other.", nameof(second)),
    };
}
