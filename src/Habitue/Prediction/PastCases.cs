using Habitue.Duck;
using Habitue.Insights;
using Habitue.Learning.Data;

namespace Habitue.Prediction;

/// <summary>
/// What is known of customers as of past moments, each with its answer. Where a question may look less far (<see cref="CustomerQuestion.Shortens"/>), the moments between the one to choose by and
/// the one to judge by are there twice: with all that is known now, and with what was known at the moment to judge by, so that nothing later than that moment teaches what is judged.
/// </summary>
internal sealed class PastCases
{
    /// <summary>The column that says until when the answers of a row were looked for.</summary>
    private const string KnownAt = "known_at";

    private readonly Origins origins;
    private readonly bool[] cut;

    private PastCases(Frame rows, Origins origins, bool shortens)
    {
        (Rows, this.origins, cut) = (rows, origins, new bool[rows.Rows]);
        if (!shortens) return;
        var (known, test) = ((TimeColumn)rows[KnownAt], Ticks(origins.Test));
        for (var row = 0; row < cut.Length; row++) cut[row] = known.Values[row] == test;
    }

    public Frame Rows { get; }

    /// <summary>The rows of moments, with all that is known now.</summary>
    public int[] Of(IEnumerable<DateTime> moments) => Those(moments, cutAtTest: false);

    /// <summary>What the judged model may learn from: answers that were known at the moment to judge by.</summary>
    public int[] Known => [.. Of([.. origins.Train, .. origins.BeforeValidation, origins.Validation]), .. Those(origins.BeforeTest, cutAtTest: true)];

    /// <summary>What the model that answers from now on may learn from.</summary>
    public int[] Every => Of(cut.Contains(true) ? origins.All.Concat(origins.AfterTest) : origins.All);

    /// <summary>Computes the features that are not there yet, and reads them with their answers.</summary>
    public static PastCases Read(DuckConnection warehouse, PastFeatures past, DateTime asOf, CustomerQuestion question, Origins origins, IEnumerable<DateTime> others, CancellationToken cancel)
    {
        var shortens = question.Shortens && origins.BeforeTest.Count > 0;
        past.Have(origins.All.Concat(shortens ? origins.AfterTest : []).Concat(others), cancel);
        var now = question.SqlOver(PastFeatures.Table, asOf);
        if (!shortens) return new PastCases(FrameReader.Read(warehouse, now, cancel), origins, shortens);
        var between = $"(SELECT * FROM {PastFeatures.Table} WHERE as_of IN ({string.Join(", ", origins.BeforeTest.Select(PastFeatures.Literal))}))";
        return new PastCases(FrameReader.Read(warehouse, $"SELECT * FROM (\n{now}\n) UNION ALL SELECT * FROM (\n{question.SqlOver(between, origins.Test)}\n) ORDER BY {KnownAt} DESC, as_of, customer_id", cancel), origins, shortens);
    }

    private int[] Those(IEnumerable<DateTime> moments, bool cutAtTest)
    {
        var (at, wanted) = ((TimeColumn)Rows["as_of"], moments.Select(Ticks).ToHashSet());
        return [.. Enumerable.Range(0, Rows.Rows).Where(row => cut[row] == cutAtTest && wanted.Contains(at.Values[row]))];
    }

    private static long Ticks(DateTime moment) => (moment - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
}
