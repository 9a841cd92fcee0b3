namespace Habitue.Server.Web.Access;

/// <summary>What somebody who signs in may do; each role sees what those before it see.</summary>
internal enum Role
{
    /// <summary>Sees every figure; ids of customers, but nothing personal.</summary>
    Viewer,

    /// <summary>Sees the same, and works on data, models and experiments.</summary>
    Analyst,

    /// <summary>Also sees what names and describes persons, because they address them; each look is written down.</summary>
    Marketer,

    /// <summary>Also manages accounts.</summary>
    Admin,
}

/// <summary>Rights by role, in one place.</summary>
internal static class Rights
{
    public static bool MayKeepQueries(this Role role) => role >= Role.Analyst;

    public static bool MaySeePersons(this Role role) => role >= Role.Marketer;

    /// <summary>May define segments of the business.</summary>
    public static bool MayKeepRules(this Role role) => role >= Role.Marketer;

    public static bool MayManageAccounts(this Role role) => role == Role.Admin;

    /// <summary>May change what everybody's figures come from: which models answer, runs, repaired rows. A marketer, and so a guest of a demonstration, may not.</summary>
    public static bool MayWorkOnData(this Role role) => role is Role.Analyst or Role.Admin;

    /// <summary>May set up, start and stop experiments.</summary>
    public static bool MayExperiment(this Role role) => role >= Role.Analyst;
}
