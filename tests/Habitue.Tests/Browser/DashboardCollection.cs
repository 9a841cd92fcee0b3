namespace Habitue.Tests.Browser;

/// <summary>Tests that look at one shop's dashboard: one server and one browser for all of them.</summary>
[CollectionDefinition(Name)]
public sealed class DashboardCollection : ICollectionFixture<Chromium>, ICollectionFixture<DashboardHome>
{
    public const string Name = "dashboard";
}
