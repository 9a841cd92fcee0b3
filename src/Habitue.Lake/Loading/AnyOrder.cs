using Habitue.Duck;

namespace Habitue.Lake.Loading;

/// <summary>As long as it is there, statements of the connection may write rows in any order, which lets all threads write at once.</summary>
internal sealed class AnyOrder : IDisposable
{
    private readonly DuckConnection? warehouse;

    /// <param name="warehouse">The connection.</param>
    /// <param name="isAllowed">False to change nothing.</param>
    public AnyOrder(DuckConnection warehouse, bool isAllowed)
    {
        if (!isAllowed)
            return;
        this.warehouse = warehouse;
        warehouse.Execute("SET preserve_insertion_order = false");
    }

    public void Dispose() => warehouse?.Execute("RESET preserve_insertion_order");
}
