namespace Habitue.Simulation;

/// <summary>One product in an order.</summary>
internal readonly record struct BasketLine(int Product, int Quantity);

/// <summary>
/// Fills the basket of one order. The same visit always gets the same basket, so that a return, a refund or a review
/// much later can look it up by drawing it again: no order is kept in memory.
/// </summary>
internal sealed class Basket(ShopPlan plan, Catalogue catalogue)
{
    private static readonly int[] Quantities = [1, 2, 3, 4, 5, 6, 8, 10, 12, 16, 24, 36, 48];
    private static readonly Lottery Usual = new([30, 17, 8, 8, 2.5, 8, 3, 4, 11, 1, 4.5, .8, 1.2]);
    private static readonly Lottery Costly = new([62, 22, 6, 6, 1, 2, .5, .3, .4, .1, .1, 0, 0]);

    private readonly int[] _seen = new int[catalogue.Products.Length];
    private int _stamp;

    public List<BasketLine> Lines { get; } = [];

    /// <summary>Fills <see cref="Lines"/> and returns the visit's generator, ready for what comes after the basket.</summary>
    public Dice Fill(int visit, in Customer buyer)
    {
        var dice = Dice.Of(plan.Seed, Purpose.Visit, visit);
        Lines.Clear();
        _stamp++;
        var wanted = Math.Min(1 + (int)(dice.Gamma(1.1) * 5.4 * buyer.BasketScale), Math.Min(250, _seen.Length / 3));
        while (Lines.Count < wanted)
        {
            var product = dice.Chance(.6) ? catalogue.Draw(buyer.Taste(dice.Next(3)), ref dice) : catalogue.Draw(ref dice);
            if (_seen[product] == _stamp) continue;
            Put(product, buyer, ref dice);
            if (catalogue.RuleOf(product) is { } rule && dice.Chance(rule.Added) && _seen[rule.Consequent] != _stamp)
                Put(rule.Consequent, buyer, ref dice);
        }
        return dice;
    }

    private void Put(int product, in Customer buyer, ref Dice dice)
    {
        _seen[product] = _stamp;
        var quantities = catalogue.Products[product].Price > 1500 && !buyer.Trade ? Costly : Usual;
        Lines.Add(new(product, Quantities[quantities.Draw(ref dice)] * (buyer.Trade && dice.Chance(.3) ? 4 : 1)));
    }
}
