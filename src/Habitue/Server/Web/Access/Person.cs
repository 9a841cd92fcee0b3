namespace Habitue.Server.Web.Access;

/// <summary>Who is signed in.</summary>
/// <param name="Name">The account's name.</param>
/// <param name="Form">What a form of this person must carry, so that no other site can send one in their name.</param>
internal sealed record Person(string Name, Role Role, string Form)
{
    public static Person Nobody { get; } = new("", Role.Viewer, "");
}
