namespace Habitue.ModelShelf;

/// <summary>A model on the shelf: what is known about it without loading it.</summary>
/// <param name="Name">What it answers, such as <c>purchase-30d</c>.</param>
/// <param name="Version">From 1, per name.</param>
/// <param name="Data">Stands for the data that it learned from.</param>
/// <param name="Settings">Its recipe's settings as JSON.</param>
/// <param name="Ready">It is better than the baseline.</param>
/// <param name="Verdict">Why it is or is not promoted, in words.</param>
/// <param name="Card">The model card: purpose, data, dates, features, limits; as Markdown.</param>
/// <param name="PromotedSince">Since when it answers; null when it does not.</param>
internal sealed record ShelvedModel(
    string Name, int Version, string Slice, DateTime MadeAt, DateTime AsOf, string Data, string Recipe, string Settings, bool Ready, string Verdict, string Card, string Checksum, DateTime? PromotedSince);
