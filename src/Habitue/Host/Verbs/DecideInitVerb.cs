using Habitue.Decisions;

namespace Habitue.Host.Verbs;

/// <summary>Puts a file of decisions into the home to start from; one that is there stays.</summary>
internal sealed class DecideInitVerb : Verb
{
    private readonly HomeOptions home;

    public DecideInitVerb() : base("init", "Put a file of decisions into the home to start from; a running server takes it at once.",
        "habitue decide init") => home = new HomeOptions(this);

    public override int Execute(Call call)
    {
        var path = Path.Combine(Directory.CreateDirectory(home.Folder(call)).FullName, Catalogue.FileName);
        if (File.Exists(path)) throw new UserMistakeException($"{path} is there already and stays as it is; move it away to begin anew.");
        File.WriteAllText(path, ExampleFile.Text);
        call.Terminal.Say($"Written: {path}. Change it as you like, check it with `habitue decide check {path}`, and ask POST /v1/decide for the placement \"home\".");
        return CommandLine.Done;
    }
}
