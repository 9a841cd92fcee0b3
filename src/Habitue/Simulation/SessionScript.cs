namespace Habitue.Simulation;

internal enum StepKind : byte { Landing, Search, View, Add, Remove, Cart, Checkout, Complete, Identify, Alias, Group }

/// <summary>One event of a web session, and the milliseconds that pass before it.</summary>
internal readonly record struct Step(StepKind Kind, int Product, int Quantity, int Wait);

/// <summary>Plans the events of one web session: looking, searching, filling and abandoning carts, signing in, buying.</summary>
internal sealed class SessionScript(Basket basket, Catalogue catalogue)
{
    private Dice _dice;

    public List<Step> Steps { get; } = [];

    /// <summary>Fills <see cref="Steps"/>; returns the generator, ready for what the writer still needs.</summary>
    public Dice Plan(int index, in Visit visit, in Customer who)
    {
        Steps.Clear();
        // Also for a visit without an order the basket serves: it is what the person has in mind.
        _dice = basket.Fill(index, who);
        Do(StepKind.Landing, wait: _dice.Next(0, 1000));
        switch (visit.Kind)
        {
            case VisitKind.WebOrder: Buy(visit, who); break;
            case VisitKind.Bot: Crawl(); break;
            case VisitKind.Stranger: Look(visit, who, _dice.Chance(.55) ? 0 : 1 + _dice.Geometric(1.4), .12); break;
            default: Look(visit, who, _dice.Geometric(1.7), .3); break;
        }
        return _dice;
    }

    private void Buy(in Visit visit, in Customer who)
    {
        var lines = basket.Lines;
        var atOnce = _dice.Chance(.4);
        if (atOnce) SignIn(visit, who);
        for (var more = _dice.Geometric(1); more > 0; more--) View(catalogue.Draw(who.Taste(_dice.Next(3)), ref _dice));
        foreach (var line in lines)
        {
            if (_dice.Chance(.12)) Do(StepKind.Search, line.Product);
            // Who orders much adds from lists and looks at few products closely.
            if (_dice.Chance(Math.Min(1, .25 + 2.0 / lines.Count))) View(line.Product);
            Do(StepKind.Add, line.Product, line.Quantity);
        }
        if (_dice.Chance(.08))
        {
            var regretted = catalogue.Draw(ref _dice);
            if (!lines.Exists(l => l.Product == regretted))
            {
                Do(StepKind.Add, regretted, 1);
                Do(StepKind.Remove, regretted, 1);
            }
        }
        Do(StepKind.Cart);
        if (!atOnce) SignIn(visit, who);
        Do(StepKind.Checkout);
        Do(StepKind.Complete);
    }

    private void Look(in Visit visit, in Customer who, int views, double cart)
    {
        SignIn(visit, who);
        var filled = 0;
        for (var i = 0; i < views; i++)
        {
            var product = _dice.Chance(.5) && i < basket.Lines.Count ? basket.Lines[i].Product : catalogue.Draw(who.Taste(_dice.Next(3)), ref _dice);
            if (_dice.Chance(.25)) Do(StepKind.Search, product);
            View(product);
            if (!_dice.Chance(cart / 2)) continue;
            Do(StepKind.Add, product, 1 + _dice.Geometric(.6));
            filled++;
        }
        if (filled == 0) return;
        if (_dice.Chance(.5)) Do(StepKind.Cart);
        if (_dice.Chance(.2)) Do(StepKind.Checkout);
    }

    private void Crawl()
    {
        var at = _dice.Next(catalogue.Products.Length);
        for (var count = _dice.Next(60, 220); count > 0; count--)
            Do(StepKind.View, at++ % catalogue.Products.Length, wait: _dice.Next(250, 1900));
    }

    private void SignIn(in Visit visit, in Customer who)
    {
        if (!visit.Is(VisitMarks.FirstSignIn)) return;
        Do(StepKind.Identify);
        if (_dice.Chance(.5)) Do(StepKind.Alias, wait: _dice.Next(40, 900));
        if (who.Trade) Do(StepKind.Group, wait: _dice.Next(40, 900));
    }

    private void View(int product) => Do(StepKind.View, product);

    private void Do(StepKind kind, int product = -1, int quantity = 0, int wait = -1)
    {
        if (wait < 0) wait = (int)Math.Clamp(_dice.LogNormal(kind == StepKind.Add ? 8_000 : 21_000, .9), 1_500, 840_000);
        Steps.Add(new(kind, product, quantity, wait));
    }
}
