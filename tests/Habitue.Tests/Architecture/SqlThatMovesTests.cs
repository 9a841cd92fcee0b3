using System.Text.RegularExpressions;
using Habitue.Lake.Features;
using Habitue.Lake.Storage;

namespace Habitue.Tests.Architecture;

/// <summary>Models and features keep to the SQL that DuckDB and Spark both speak; where the two differ they call our own functions.</summary>
public sealed partial class SqlThatMovesTests
{
    /// <summary>Functions that mean the same in both engines.</summary>
    private static readonly string[] Common =
    [
        "abs", "avg", "bool_and", "bool_or", "cast", "ceil", "coalesce", "concat", "count", "exp", "floor", "greatest", "lag", "lead", "least", "length", "ln", "lower",
        "max", "min", "nullif", "percent_rank", "round", "row_number", "sqrt", "stddev_samp", "sum", "trim", "upper",
    ];

    /// <summary>Words that may stand before an opening bracket and are no function.</summary>
    private static readonly string[] Words =
        ["and", "as", "by", "decimal", "distinct", "exists", "filter", "from", "group", "in", "join", "not", "on", "or", "over", "select", "then", "union", "all", "values", "when", "where", "else", "having", "case", "is"];

    public static TheoryData<string> Names => [.. Models.All.Append(CustomerFeatures.Model).Select(model => model.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_model_calls_only_common_functions_and_our_own(string name)
    {
        string[] ours = [.. Macro().Matches(Functions.Text).Select(match => match.Groups[1].Value), "as_of"];
        IEnumerable<string> called = Call().Matches(Text(name)).Select(match => match.Groups[1].Value.ToLowerInvariant());
        Assert.Empty(called.Except(Common).Except(ours).Except(Words));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_model_uses_nothing_that_one_engine_speaks_alone(string name)
    {
        string sql = Text(name);
        Assert.DoesNotContain("::", sql);
        Assert.DoesNotContain("\"", sql);
        Assert.DoesNotContain("`", sql);
        Assert.DoesNotMatch(@"[\[\]{}]", sql);
        Assert.DoesNotMatch(@"(?i)\b(qualify|exclude|replace|pivot|unpivot|asof|positional|interval|ilike|glob|summarize|using|extract|sample|lateral|recursive|materialized)\b", sql);
        Assert.DoesNotMatch(@"(?i)\bdistinct\s+on\b", sql);
        Assert.DoesNotMatch(@"(?i)\b(group|order)\s+by\s+all\b", sql);
        Assert.DoesNotMatch(@"(?i)\bfrom\s+\w+\s*,", sql);
        Assert.DoesNotMatch(@"//|\*\*|->|\bcolumns\s*\(", sql);
    }

    [Fact]
    public void A_model_hands_on_exact_types() =>
        Assert.All(Models.All.Append(CustomerFeatures.Model), model => Assert.DoesNotMatch(@"(?i)\b(AS )?(HUGEINT|UBIGINT|FLOAT|REAL|TEXT|STRING)\b", SqlText.Bare(model.Text)));

    private static string Text(string name) => SqlText.Bare(Models.All.Append(CustomerFeatures.Model).Single(model => model.Name == name).Text);

    [GeneratedRegex(@"MACRO (\w+)\(")]
    private static partial Regex Macro();

    [GeneratedRegex(@"\b([A-Za-z_]\w*)\s*\(")]
    private static partial Regex Call();
}
