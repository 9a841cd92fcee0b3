using System.CommandLine;
using Habitue.ModelShelf;

namespace Habitue.Host.Verbs;

/// <summary>The model card: purpose, data, dates, features, figures by group, limits.</summary>
internal sealed class ModelsCardVerb : Verb
{
    private readonly Argument<string> name = new("NAME") { Description = "The model's name, as `habitue models` shows it." };
    private readonly Argument<int?> version = new("VERSION") { Description = "Which version; without it the one that answers, else the newest.", Arity = ArgumentArity.ZeroOrOne };
    private readonly HomeOptions home;

    public ModelsCardVerb() : base("card", "Show a model's card: purpose, data, features, figures, limits.", "habitue models card purchase-30d")
    {
        Add(name);
        Add(version);
        home = new HomeOptions(this);
    }

    public override int Execute(Call call)
    {
        using var work = Workspace.Look(call, home, "models");
        var shelf = new Shelf(work.Home.Models, work.Warehouse, call.Clock);
        var model = call.Of(version) is { } wanted ? shelf.Find(call.Of(name)!, wanted) : shelf.Promoted(call.Of(name)!) ?? shelf.All().FirstOrDefault(one => one.Name == call.Of(name));
        if (model is null) throw new UserMistakeException($"There is no model '{call.Of(name)}'{(call.Of(version) is { } missing ? $" of version {missing}" : "")}; `habitue models --all` lists them.");
        call.Terminal.Out.Write(model.Card);
        return CommandLine.Done;
    }
}
