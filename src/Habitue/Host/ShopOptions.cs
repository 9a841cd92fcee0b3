using System.CommandLine;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using Habitue.Simulation;

namespace Habitue.Host;

/// <summary>The options that describe a simulated shop. Their limits are those of <see cref="ShopPlan"/>.</summary>
internal sealed class ShopOptions
{
    private static readonly ShopPlan Usual = new();

    private readonly Option<int> customers = new("--customers") { HelpName = "N", Description = "Customers with a profile.", DefaultValueFactory = _ => Usual.Customers };
    private readonly Option<long?> events = new("--events") { HelpName = "N", Description = "Rows to write, about; customers follow from it." };
    private readonly Option<int> days = new("--days") { HelpName = "N", Description = "Days of web and till files.", DefaultValueFactory = _ => Usual.Days };
    private readonly Option<int?> products = new("--products") { HelpName = "N", Description = "Products in the catalogue (else by customers)." };

    public ShopOptions(Command command)
    {
        Limit(customers, nameof(ShopPlan.Customers));
        Limit(events, nameof(ShopPlan.Events));
        Limit(days, nameof(ShopPlan.Days));
        Limit(products, nameof(ShopPlan.Products));
        foreach (var option in (Option[])[customers, events, days, products]) command.Add(option);
    }

    public ShopPlan Plan(Call call, ulong seed) => new()
    {
        Customers = call.Of(customers),
        Events = call.Of(events),
        Days = call.Of(days),
        Products = call.Of(products),
        Seed = seed,
    };

    private static void Limit(Option option, string setting)
    {
        var range = typeof(ShopPlan).GetProperty(setting)!.GetCustomAttribute<RangeAttribute>()!;
        option.Validators.Add(result =>
        {
            if (result.Tokens is not [var given, ..]) return;
            if (!double.TryParse(given.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number < Convert.ToDouble(range.Minimum, CultureInfo.InvariantCulture) || number > Convert.ToDouble(range.Maximum, CultureInfo.InvariantCulture))
                result.AddError(string.Create(CultureInfo.InvariantCulture, $"{option.Name} {given.Value}: give a number from {range.Minimum:N0} to {range.Maximum:N0}."));
        });
    }
}
