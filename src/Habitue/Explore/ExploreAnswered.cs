using Habitue.Lake.Storage;
using Habitue.Server.Web.Access;
using Habitue.Server.Web;

namespace Habitue.Explore;

/// <summary>What the page asks: the question, and how it is to be drawn as far as somebody chose.</summary>
internal sealed record AskedOnPage(string Sql, string X, string Y, string Form)
{
    /// <summary>Where the same view is.</summary>
    public string Address(PageView view) => view.To("/explore", [.. ((string Name, string Value)[])[("sql", Sql), ("x", X), ("y", Y), ("form", Form)] is var parts ? parts.Where(part => part.Value.Length > 0).Select(part => (part.Name, (string?)part.Value)) : []]);
}

/// <summary>What came of it: an answer or the reason why there is none.</summary>
internal sealed record ExploreAnswered(AskedOnPage Asked, QueryAnswer? Answer, string? Problem)
{
    public AnswerChart? Chart => Answer is { } answer ? AnswerChart.Of(answer, Asked.X, Asked.Y, Asked.Form) : null;

    public static async Task<ExploreAnswered> Of(Explorer explorer, Person who, AskedOnPage asked, CancellationToken cancel)
    {
        try
        {
            return new ExploreAnswered(asked, await explorer.Ask(who, asked.Sql, cancel), null);
        }
        catch (QueryException problem)
        {
            return new ExploreAnswered(asked, null, problem.Message);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            return new ExploreAnswered(asked, null, "It was cancelled.");
        }
    }
}
