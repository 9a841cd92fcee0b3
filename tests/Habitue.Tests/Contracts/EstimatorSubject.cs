using System.Runtime.InteropServices;
using Habitue.Learning;
using Habitue.Learning.Data;
using Habitue.Learning.Models;
using Habitue.Tests.Learning;

namespace Habitue.Tests.Contracts;

/// <summary>One listed algorithm and data of its sort: four columns c0 to c3, enough rows for several blocks.</summary>
internal sealed class EstimatorSubject
{
    private readonly Matrix? numbers;
    private readonly Frame? texts;

    public EstimatorSubject(string name)
    {
        Algorithm = Algorithms.All.Single(algorithm => algorithm.Name == name);
        var rows = Blobs.Of(5_000, columns: 4, centres: 5, width: 3);
        if (Algorithm.Recipe is IEstimator<Matrix, IModel>) numbers = rows;
        else texts = Words(rows);
    }

    private EstimatorSubject(Algorithm algorithm, Matrix? numbers, Frame? texts) =>
        (Algorithm, this.numbers, this.texts) = (algorithm, numbers, texts);

    public Algorithm Algorithm { get; }

    public int Rows => numbers?.Rows ?? texts!.Rows;

    public IModel Fit(FitRun run = default, object? recipe = null) => (recipe ?? Algorithm.Recipe) switch
    {
        IEstimator<Matrix, IModel> of => of.Fit(numbers!, run),
        IEstimator<Frame, IModel> of => of.Fit(texts!, run),
        var other => throw new NotSupportedException($"{other} learns from a sort of data that the laws do not know yet."),
    };

    /// <summary>What the model says of the rows, row after row.</summary>
    public float[] Answers(IModel model, EstimatorSubject? of = null)
    {
        var data = of ?? this;
        return model switch
        {
            ITransformer transformer => transformer.Transform(data.numbers!).Values.ToArray(),
            IClusterer clusterer => Array.ConvertAll(clusterer.Assign(data.numbers!), label => (float)label),
            IEncoder encoder => encoder.Encode(data.texts!).Values.ToArray(),
            _ => throw new NotSupportedException($"{model} has a role that the laws do not know yet."),
        };
    }

    public void Expect(string name, Dictionary<string, string> outcomes, Func<EstimatorSubject, EstimatorSubject> odd)
    {
        var subject = odd(this);
        if (outcomes[name] is not ("fine" or "holes"))
        {
            Assert.Contains(outcomes[name], Assert.ThrowsAny<ArgumentException>(() => subject.Fit()).Message, StringComparison.Ordinal);
            return;
        }

        var answers = subject.Answers(subject.Fit());
        Assert.Equal(outcomes[name] == "holes", answers.Any(float.IsNaN));
        Assert.DoesNotContain(answers, float.IsInfinity);
    }

    public EstimatorSubject Only(int row) => Take([row]);

    public EstimatorSubject Take(int[] rows) => numbers is null
        ? Of(texts!.Columns.Select(column => column is TextColumn words
            ? words with { Values = [.. rows.Select(row => words.Values[row])] }
            : (FrameColumn)((NumberColumn)column with { Values = [.. rows.Select(row => ((NumberColumn)column).Values[row])] })))
        : Of(numbers.Take(rows));

    public EstimatorSubject WithHole(int row, int column)
    {
        if (numbers is not null)
        {
            var copy = numbers.Take([.. Enumerable.Range(0, Rows)]);
            copy[row, column] = float.NaN;
            return Of(copy);
        }

        return Of(texts!.Columns.Select((one, c) => c == column && one is TextColumn words
            ? words with { Values = [.. words.Values.Select((text, r) => r == row ? null : text)] }
            : one));
    }

    public EstimatorSubject WithColumnsTurnedRoundAndOneMore()
    {
        if (numbers is null) return Of(texts!.Columns.Reverse().Append(new TextColumn("more", new string[Rows])));
        var wider = new Matrix(Rows, [.. numbers.Columns.Reverse(), "more"]);
        for (var c = 0; c < 4; c++) wider.Fill(c, numbers.Column(3 - c));
        return Of(wider);
    }

    public EstimatorSubject WithoutColumn(int column) => numbers is null
        ? Of(texts!.Columns.Where((_, c) => c != column))
        : Of(numbers.Select([.. numbers.Columns.Where((_, c) => c != column)]));

    /// <summary>A copy of all values, to see whether they changed.</summary>
    public byte[] Bytes() => numbers is null
        ? System.Text.Encoding.UTF8.GetBytes(string.Join('\n', texts!.Columns.Select(column => column is TextColumn words
            ? string.Join('|', words.Values)
            : string.Join('|', ((NumberColumn)column).Values))))
        : MemoryMarshal.AsBytes(numbers.Values).ToArray();

    private EstimatorSubject Of(Matrix other) => new(Algorithm, other, null);

    private EstimatorSubject Of(IEnumerable<FrameColumn> columns) => new(Algorithm, null, new Frame([.. columns]));

    /// <summary>Columns of texts, one of which is a column of numbers.</summary>
    private static Frame Words(Matrix rows) => new(
        new TextColumn("c0", [.. rows.Column(0).Select(value => $"colour {(int)value}")]),
        new TextColumn("c1", [.. rows.Column(1).Select(value => $"Größe {(int)value}")]),
        new NumberColumn("c2", [.. rows.Column(2).Select(value => (double)value)]),
        new TextColumn("c3", [.. rows.Column(3).Select(value => value > 5 ? "yes" : "")]));
}
