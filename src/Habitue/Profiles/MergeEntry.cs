namespace Habitue.Profiles;

/// <summary>One merge as the ledger keeps it, with its evidence.</summary>
/// <param name="Number">Its number; later ones are higher.</param>
/// <param name="First">Which of the two goes first: the one that was seen earlier.</param>
/// <param name="UndoneAt">When it was undone; null while it holds.</param>
/// <param name="UndoneWhy">By whom or why.</param>
internal sealed record MergeEntry(long Number, DateTime At, JoinKind Kind, string Other, string User, string First, string Evidence, DateTime? UndoneAt, string? UndoneWhy)
{
    public bool Holds => UndoneAt is null;

    public bool IsOf(string id) => Other == id || User == id;
}
