namespace Habitue.Server.Web.View;

/// <summary>The devices that a reader can keep to.</summary>
internal static class DeviceNames
{
    private const int Most = 12;

    public static IReadOnlyList<string> Read(PageView view)
    {
        if (!view.Has("orders")) return [];
        var rows = view.Has("sessions") ? "SELECT device FROM orders UNION ALL SELECT device FROM sessions" : "SELECT device FROM orders";
        // Sources write the same device in large and small letters.
        var names = view.Warehouse.Rows<string>($"SELECT lower(device) FROM ({rows}) WHERE device IS NOT NULL AND device <> '' GROUP BY 1 ORDER BY COUNT(*) DESC, 1 LIMIT {Most}");
        // One is no choice.
        return names.Count < 2 ? [] : names;
    }
}
