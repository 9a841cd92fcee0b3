using System.Text;
using Habitue.Learning;
using Habitue.Learning.Data;
using Habitue.Learning.Models;
using Habitue.Tests.Learning;

namespace Habitue.Tests.Contracts.Subjects;

/// <summary>Four columns c0 to c3, three of texts and one of numbers.</summary>
internal sealed class FrameSubject(Algorithm algorithm, Frame texts) : EstimatorSubject(algorithm)
{
    public FrameSubject(Algorithm algorithm)
        : this(algorithm, Words(Blobs.Of(5_000, columns: 4, centres: 5, width: 3)))
    {
    }

    public override int Rows => texts.Rows;

    public override IModel Fit(FitRun run = default, object? recipe = null) => ((IEstimator<Frame, IModel>)(recipe ?? Algorithm.Recipe)).Fit(texts, run);

    public override float[] Answers(IModel model) => ((IEncoder)model).Encode(texts).Values.ToArray();

    public override EstimatorSubject Take(int[] rows) => Of(texts.Columns.Select(column => column is TextColumn words
        ? words with { Values = [.. rows.Select(row => words.Values[row])] }
        : (FrameColumn)((NumberColumn)column with { Values = [.. rows.Select(row => ((NumberColumn)column).Values[row])] })));

    public override EstimatorSubject WithHole(int row, int column) => Of(texts.Columns.Select((one, c) => c == column && one is TextColumn words
        ? words with { Values = [.. words.Values.Select((text, r) => r == row ? null : text)] }
        : one));

    public override EstimatorSubject WithColumnsTurnedRoundAndOneMore() => Of(texts.Columns.Reverse().Append(new TextColumn("more", new string[Rows])));

    public override EstimatorSubject WithoutColumn(int column) => Of(texts.Columns.Where((_, c) => c != column));

    public override byte[] Bytes() => Encoding.UTF8.GetBytes(string.Join('\n', texts.Columns.Select(column => column is TextColumn words
        ? string.Join('|', words.Values)
        : string.Join('|', ((NumberColumn)column).Values))));

    private FrameSubject Of(IEnumerable<FrameColumn> columns) => new(Algorithm, new Frame([.. columns]));

    private static Frame Words(Matrix rows) => new(
        new TextColumn("c0", [.. rows.Column(0).Select(value => $"colour {(int)value}")]),
        new TextColumn("c1", [.. rows.Column(1).Select(value => $"Größe {(int)value}")]),
        new NumberColumn("c2", [.. rows.Column(2).Select(value => (double)value)]),
        new TextColumn("c3", [.. rows.Column(3).Select(value => value > 5 ? "yes" : "")]));
}
