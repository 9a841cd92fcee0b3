namespace Habitue.Server.Web.Access;

/// <summary>What somebody who signs in may do; each role may do what those before it may.</summary>
internal enum Role
{
    /// <summary>Sees every figure; ids of customers, but nothing personal.</summary>
    Viewer,

    /// <summary>Sees the same, and what belongs to analysis.</summary>
    Analyst,

    /// <summary>Also sees what names and describes persons, because they address them; each look is written down.</summary>
    Marketer,

    /// <summary>Also manages accounts.</summary>
    Admin,
}

/// <summary>Rights by role, in one place.</summary>
internal static class Rights
{
    public static bool MaySeePersons(this Role role) => role >= Role.Marketer;

    /// <summary>May define segments of the business.</summary>
    public static bool MayKeepRules(this Role role) => role >= Role.Marketer;

    public static bool MayManageAccounts(this Role role) => role == Role.Admin;
}
