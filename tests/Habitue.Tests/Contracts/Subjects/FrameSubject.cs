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

    public override float[] Answers(IModel model) => AnswersTo(texts, model);

    public override EstimatorSubject Take(int[] rows) => new FrameSubject(Algorithm, texts.Take(rows));

    public override EstimatorSubject WithHole(int row, int column) => new FrameSubject(Algorithm, Holed(texts, row, column));

    public override EstimatorSubject WithColumnsTurnedRoundAndOneMore() => new FrameSubject(Algorithm, TurnedRoundAndOneMore(texts));

    public override EstimatorSubject WithoutColumn(int column) => new FrameSubject(Algorithm, Without(texts, column));

    public override byte[] Bytes() => BytesOf(texts);

    internal static Frame Holed(Frame texts, int row, int column) => new([.. texts.Columns.Select((one, c) => c == column && one is TextColumn words
        ? new TextColumn(words.Name, [.. Enumerable.Range(0, words.Rows).Select(r => r == row ? null : words[r])])
        : one)]);

    internal static byte[] BytesOf(Frame texts) => Encoding.UTF8.GetBytes(string.Join('\n', texts.Columns.Select(column => column is TextColumn words
        ? string.Join('|', Enumerable.Range(0, words.Rows).Select(row => words[row]))
        : string.Join('|', ((NumberColumn)column).Values.ToArray()))));

    internal static Frame TurnedRoundAndOneMore(Frame texts) => new([.. texts.Columns.Reverse(), new TextColumn("more", new string[texts.Rows])]);

    internal static Frame Without(Frame texts, int column) => new([.. texts.Columns.Where((_, c) => c != column)]);

    internal static Frame Words(Matrix rows) => new(
        new TextColumn("c0", [.. rows.Column(0).Select(value => $"colour {(int)value}")]),
        new TextColumn("c1", [.. rows.Column(1).Select(value => $"Größe {(int)value}")]),
        new NumberColumn("c2", [.. rows.Column(2).Select(value => (double)value)]),
        new TextColumn("c3", [.. rows.Column(3).Select(value => value > 5 ? "yes" : "")]));
}
