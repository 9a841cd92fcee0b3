using Habitue.Decisions.Customers;

namespace Habitue.Decisions;

/// <summary>All that decisions are made from and that does not change while one is made. A reload swaps the whole.</summary>
internal sealed record World(Catalogue Catalogue, CustomerTable Customers, ProductTable Products)
{
    public static World Empty() => new(Catalogue.Empty, CustomerTable.Empty, ProductTable.Empty());
}
