namespace Habitue.Host.Verbs;

/// <summary>Decisions from the command line. Its sub-verbs write or check a file of decisions and judge policies by the log.</summary>
internal sealed class DecideVerb : Verb
{
    public DecideVerb() : base("decide", "Check a file of decisions, or judge policies by what was decided so far.",
        "habitue decide init",
        "habitue decide check decisions.yaml",
        "habitue decide evaluate",
        "habitue decide evaluate --placement hero --json")
    {
        Add(new DecideInitVerb());
        Add(new DecideCheckVerb());
        Add(new DecideEvaluateVerb());
    }

    public override int Execute(Call call) =>
        throw new UserMistakeException("habitue decide needs a verb: `init`, `check FILE` or `evaluate`; `habitue decide --help` explains them.");
}
