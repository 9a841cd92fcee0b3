using System.ComponentModel.DataAnnotations;
using System.Reflection;
using Habitue.Simulation;

namespace Habitue.Tests.Simulation;

public sealed class ShopPlanTests
{
    public static TheoryData<string, object> Broken()
    {
        var data = new TheoryData<string, object>();
        foreach (var property in typeof(ShopPlan).GetProperties())
        {
            if (property.GetCustomAttribute<RangeAttribute>() is not { } range) continue;
            if (property.PropertyType == typeof(DateOnly))
            {
                data.Add(property.Name, new DateOnly(1900, 1, 1));
                data.Add(property.Name, new DateOnly(2095, 1, 1));
                continue;
            }
            var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
            data.Add(property.Name, Convert.ChangeType(Convert.ToInt64(range.Minimum) - 1, type));
            data.Add(property.Name, Convert.ChangeType(Convert.ToInt64(range.Maximum) + 1, type));
        }
        return data;
    }

    [Fact]
    public void More_events_than_an_int_holds_are_refused_like_any_other_number() =>
        Assert.Equal("Events", Assert.Throws<ArgumentOutOfRangeException>(() => new ShopPlan { Events = 5_000_000_000 }.Check()).ParamName);

    [Theory, MemberData(nameof(Broken))]
    public void A_setting_outside_its_limits_is_named(string setting, object value)
    {
        var plan = new ShopPlan();
        typeof(ShopPlan).GetProperty(setting)!.SetValue(plan, value);
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => Simulator.Write(plan, "never-written"));
        Assert.Equal(setting, error.ParamName);
        Assert.Contains($"{setting} must lie between", error.Message);
        Assert.False(Directory.Exists("never-written"));
    }

    [Fact]
    public void The_default_plan_is_within_its_limits() => new ShopPlan().Check();
}
