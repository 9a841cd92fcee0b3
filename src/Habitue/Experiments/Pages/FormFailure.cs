namespace Habitue.Experiments.Pages;

/// <summary>Why a form was not taken, for the page that shows it again.</summary>
/// <param name="Words">A sentence.</param>
/// <param name="Version">The version that the form is about from now on.</param>
/// <param name="Now">What is kept now, when somebody else changed it meanwhile.</param>
internal sealed record FormFailure(string Words, string Version, string? Now)
{
    public const string Item = "what was wrong with the form";
}
