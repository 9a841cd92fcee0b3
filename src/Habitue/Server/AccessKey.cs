namespace Habitue.Server;

/// <summary>What a key is good for.</summary>
internal enum KeyKind
{
    /// <summary>To send events. It stands in web pages, so it must not open anything.</summary>
    Write,

    /// <summary>To read profiles, decisions, rejected events.</summary>
    Read,
}

/// <summary>A key that the server knows: never the key itself.</summary>
/// <param name="Kind">What it is good for.</param>
/// <param name="Name">What a person calls it, such as "web shop".</param>
internal sealed record AccessKey(KeyKind Kind, string Name);

/// <summary>The keys of a new home, as they are shown once.</summary>
internal sealed record NewKeys(string Write, string Read);
