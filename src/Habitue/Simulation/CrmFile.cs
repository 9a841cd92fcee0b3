namespace Habitue.Simulation;

/// <summary>Writes the customers' profiles as the CRM exports them: gaps, a few doubled rows, a few impossible birthdays.</summary>
internal static class CrmFile
{
    public const string Path = "crm/customers.csv";

    public static ShopFile Write(Shop shop, string folder, FaultLedger faults)
    {
        using var file = new SourceFile(folder, Path, "customer_id,email,name,gender,birth_date,city,country,postal_code,loyalty_tier,marketing_consent,signed_up_at,device"u8);
        FaultClock At(string name, int every) => new(name, every, Dice.Of(shop.Plan.Seed, Purpose.Fault, 1_000_000 + every));
        FaultClock noGender = At("missing_gender", 17), noBirth = At("missing_birth_date", 12), noCity = At("missing_city", 25), noMail = At("missing_email", 61);
        FaultClock twice = At("exact_duplicate", 157), old = At("outlier_birth_date", 401);
        for (var i = 0; i < shop.Schedule.Customers.Count; i++)
        {
            var customer = shop.Schedule.Customers[i];
            var profile = Profile.Draw(shop.Plan.Seed, i, customer);
            var doubled = twice.Strikes();
            var ancient = !doubled && old.Strikes();
            // A doubled row has no other fault: the counts below count rows.
            bool Missing(ref FaultClock clock)
            {
                if (doubled || !clock.Strikes()) return false;
                faults.Count(Path, clock.Name);
                return true;
            }

            var line = file.Line.Ascii(Customer.Id(i)).Byte((byte)',').Ascii(Missing(ref noMail) ? "" : profile.Email).Byte((byte)',').Csv(profile.Name).Byte((byte)',')
                .Ascii(Missing(ref noGender) ? "" : customer.Gender switch { 'F' => "female", 'M' => "male", _ => "other" }).Byte((byte)',')
                .Ascii(ancient ? "1880-01-01" : Missing(ref noBirth) ? "" : profile.BirthDate.ToString("O")).Byte((byte)',')
                .Csv(Missing(ref noCity) ? "" : profile.City).Byte((byte)',').Ascii(Places.Countries[customer.Country].Name).Byte((byte)',')
                .Ascii(profile.PostalCode).Byte((byte)',').Ascii(profile.Tier).Byte((byte)',').Raw(customer.MarketingConsent ? "true,"u8 : "false,"u8);
            line.Ascii(shop.Seasons.First.ToDateTime(TimeOnly.MinValue).AddSeconds(customer.Acquired).ToString("yyyy-MM-dd HH:mm:ss")).Byte((byte)',')
                .Ascii(customer.HasApp ? "app" : WebSession.DeviceOf(shop.Plan.Seed, VisitKind.Browse, i, 0));
            if (ancient) faults.Note(Path, old.Name, System.Text.Encoding.ASCII.GetBytes(Customer.Id(i)));
            if (doubled) faults.Note(Path, twice.Name, System.Text.Encoding.ASCII.GetBytes(Customer.Id(i)));
            file.EndRow(doubled ? 2 : 1);
        }
        return new(Path, file.Rows, file.Bytes);
    }
}
