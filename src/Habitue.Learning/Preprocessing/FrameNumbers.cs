using Habitue.Learning.Data;
using Habitue.Learning.Models;

namespace Habitue.Learning.Preprocessing;

/// <summary>The columns of a frame that are numbers or can be read as such: amounts, truth values, and times as days before a moment.</summary>
internal sealed class FrameNumbers
{
    private const int Number = 0, Truth = 1, Time = 2;

    private readonly string[] columns;
    private readonly int[] sorts;
    private readonly double[] moments; // for times, microseconds

    private FrameNumbers(string[] columns, int[] sorts, double[] moments) => (this.columns, this.sorts, this.moments) = (columns, sorts, moments);

    public IReadOnlyList<string> Columns => columns;

    public static FrameNumbers Learn(Frame data)
    {
        var found = data.Columns.Where(column => column is not TextColumn).ToArray();
        return new FrameNumbers(
            Array.ConvertAll(found, column => column.Name),
            Array.ConvertAll(found, column => column is TimeColumn ? Time : column is BooleanColumn ? Truth : Number),
            Array.ConvertAll(found, column => column is TimeColumn times ? Latest(times) : 0));
    }

    public Matrix Of(Frame data)
    {
        var matrix = new Matrix(data.Rows, columns);
        for (var c = 0; c < columns.Length; c++)
        {
            var values = data[columns[c]] switch
            {
                NumberColumn number when sorts[c] == Number => number,
                BooleanColumn truth when sorts[c] == Truth => truth.ToNumbers(),
                TimeColumn time when sorts[c] == Time => time.DaysBefore((long)moments[c]),
                var other => throw new BadDataException($"Column '{other.Name}' held {(sorts[c] == Number ? "numbers" : sorts[c] == Truth ? "truth values" : "times")} at the fit and holds {other.Sort} now.", other.Name),
            };
            matrix.Fill(c, values.Values);
        }

        return matrix;
    }

    public void Save(ModelWriter to)
    {
        to.Write("numbers", columns);
        to.Write("sorts", sorts);
        to.Write("moments", moments);
    }

    public static FrameNumbers Load(ModelReader from)
    {
        var columns = from.Texts("numbers");
        return new FrameNumbers(columns, from.Integers("sorts", columns.Length), from.Doubles("moments", columns.Length));
    }

    private static double Latest(TimeColumn column)
    {
        var latest = TimeColumn.NoValue;
        foreach (var value in column.Values) latest = Math.Max(latest, value);
        return latest == TimeColumn.NoValue ? 0 : latest;
    }
}
