using Habitue.Lake.Marts;

namespace Habitue.Server.Web.Access;

/// <summary>What of a person is shown to whom. A masked value says that there is one, not which.</summary>
internal static class Masks
{
    public const string Hidden = "••••";

    /// <summary>Columns of the tables that describe or reach a person.</summary>
    public static IReadOnlySet<string> Personal => PersonalColumns.OfPersons;

    /// <summary>An id; one that is an e-mail address names a person.</summary>
    public static string Id(string id, Role role) => role.MaySeePersons() || !id.Contains('@') ? id : id[..1] + Hidden + "@" + Hidden;
}
