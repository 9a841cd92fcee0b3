using System.Runtime.InteropServices;
using Habitue.Learning;
using Habitue.Learning.Data;
using Habitue.Learning.Experiments;
using Habitue.Learning.Models;
using Habitue.Tests.Learning;

namespace Habitue.Tests.Contracts.Subjects;

/// <summary>Rows of four columns c0 to c3, half of them treated by chance; the treatment helps where c0 is large.</summary>
internal sealed class TreatedSubject(Algorithm algorithm, TreatedRows data) : EstimatorSubject(algorithm)
{
    public TreatedSubject(Algorithm algorithm)
        : this(algorithm, Tested(Blobs.Of(4_000, columns: 4, centres: 5, width: 3)))
    {
    }

    public override int Rows => data.Rows.Rows;

    public override IModel Fit(FitRun run = default, object? recipe = null) => ((IEstimator<TreatedRows, IModel>)(recipe ?? Algorithm.Recipe)).Fit(data, run);

    public override float[] Answers(IModel model) => ((IUpliftModel)model).Uplift(data.Rows);

    public override EstimatorSubject Take(int[] rows) => new TreatedSubject(Algorithm, data.Take(rows));

    public override EstimatorSubject WithHole(int row, int column) => Of(MatrixSubject.Holed(data.Rows, row, column));

    public override EstimatorSubject WithColumnsTurnedRoundAndOneMore() => Of(MatrixSubject.TurnedRoundAndOneMore(data.Rows));

    public override EstimatorSubject WithoutColumn(int column) => Of(MatrixSubject.Without(data.Rows, column));

    public override EstimatorSubject Constant()
    {
        // The rows are all the same; both arms have both outcomes.
        double[] outcomes = [.. Enumerable.Range(0, 40).Select(row => (double)(row % 2))];
        bool[] treated = [.. Enumerable.Range(0, 40).Select(row => row % 4 < 2)];
        return new TreatedSubject(Algorithm, new TreatedRows(data.Rows.Take(new int[40]), outcomes, treated));
    }

    public override byte[] Bytes() => [.. MemoryMarshal.AsBytes(data.Rows.Values), .. MemoryMarshal.AsBytes(data.Outcomes), .. MemoryMarshal.AsBytes(data.Treated)];

    private TreatedSubject Of(Matrix rows) => new(Algorithm, new TreatedRows(rows, data.Outcomes, data.Treated));

    private static TreatedRows Tested(Matrix rows)
    {
        var (random, outcomes, treated) = (new Seed(8).For(0), new double[rows.Rows], new bool[rows.Rows]);
        for (var r = 0; r < outcomes.Length; r++)
        {
            treated[r] = random.NextDouble() < 0.5;
            var leaning = ((rows[r, 1] - 5) / 6) + (treated[r] ? (rows[r, 0] - 5) / 4 : 0);
            outcomes[r] = random.NextDouble() < 1 / (1 + Math.Exp(-leaning)) ? 1 : 0;
        }

        return new TreatedRows(rows, outcomes, treated);
    }
}
