using Habitue.Insights;

namespace Habitue.Server.Web.View;

/// <summary>A page's question: a file of SQL, in which the chosen segment and device are filled in. What was never run stands for an empty table.</summary>
internal static class ViewQuery
{
    private const string NoSessions = "(SELECT CAST(NULL AS VARCHAR) AS customer_id, FALSE AS is_known, CAST(NULL AS TIMESTAMP) AS started_at, FALSE AS converted, FALSE AS has_cart, CAST(NULL AS VARCHAR) AS device WHERE FALSE)";

    /// <param name="view">Who asks.</param>
    /// <param name="file">The file without its ending, such as <c>Overview/OverviewFigures</c>.</param>
    /// <param name="values">The values of $1, $2 and so on.</param>
    public static IReadOnlyList<T> Rows<T>(this PageView view, string file, params object?[] values)
    {
        var sql = SliceQueries.Read(file, ("of_order", view.Filter.Of("o")), ("of_session", view.Filter.Of("s")), ("of_customer", view.Filter.Of("c")), ("sessions", view.Has("sessions") ? "sessions" : NoSessions));
        return view.Warehouse.Rows<T>(sql, values);
    }
}
