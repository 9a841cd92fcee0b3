-- The functions that the models and features call where DuckDB and Spark differ, or where one
-- definition must serve several files. They are kept in the warehouse, so views work for any reader.
-- as_of() is not here: it is set for each run (Functions.SetAsOf).

CREATE OR REPLACE MACRO days_between(a, b) AS CAST(epoch_us(b) - epoch_us(a) AS DOUBLE) / 86400000000.0;
CREATE OR REPLACE MACRO whole_days_between(a, b) AS CAST(floor(CAST(epoch_us(b) - epoch_us(a) AS DOUBLE) / 86400000000.0) AS BIGINT);
CREATE OR REPLACE MACRO minutes_between(a, b) AS CAST(epoch_us(b) - epoch_us(a) AS DOUBLE) / 60000000.0;
CREATE OR REPLACE MACRO seconds_between(a, b) AS CAST(epoch_us(b) - epoch_us(a) AS DOUBLE) / 1000000.0;
CREATE OR REPLACE MACRO days_before(t, n) AS CAST(t AS TIMESTAMP) - to_days(CAST(n AS INTEGER));
CREATE OR REPLACE MACRO minutes_before(t, n) AS CAST(t AS TIMESTAMP) - to_minutes(CAST(n AS BIGINT));
CREATE OR REPLACE MACRO seconds_after(t, n) AS CAST(t AS TIMESTAMP) + to_microseconds(CAST(n * 1000000 AS BIGINT));
CREATE OR REPLACE MACRO month_of(t) AS CAST(date_trunc('month', t) AS DATE);
CREATE OR REPLACE MACRO weekday_of(t) AS isodow(t);
CREATE OR REPLACE MACRO hour_of(t) AS hour(t);
CREATE OR REPLACE MACRO year_of(t) AS year(t);

CREATE OR REPLACE MACRO median_of(x) AS quantile_cont(x, 0.5);
CREATE OR REPLACE MACRO quantile_of(x, q) AS quantile_cont(x, q);
CREATE OR REPLACE MACRO mode_of(x) AS mode(x);

-- The number that a text says, NULL when it says none.
CREATE OR REPLACE MACRO number_of(text) AS TRY_CAST(text AS DOUBLE);
-- The moment that a text says, NULL when it says none.
CREATE OR REPLACE MACRO time_of(text) AS TRY_CAST(text AS TIMESTAMP);

-- The different words of a text in lower case, a row each.
CREATE OR REPLACE MACRO words_of(wording) AS unnest(list_distinct(regexp_extract_all(lower(wording), '[\p{L}\p{M}\p{N}]+')));

CREATE OR REPLACE MACRO stable_hash(text) AS hash(text);
CREATE OR REPLACE MACRO json_text(json, path) AS json_extract_string(json, path);
CREATE OR REPLACE MACRO matches(text, pattern) AS regexp_matches(text, pattern);

-- A line that was sold. A row flagged as cancelled is no sale; it is a return when its quantity is negative.
CREATE OR REPLACE MACRO is_sale(event, is_cancellation, quantity, unit_price) AS
    event = 'Order Completed' AND quantity > 0 AND unit_price > 0 AND is_cancellation IS NOT TRUE;

-- A tracked event that a visitor makes on a site or in an app; pages and screens are visits too, and need no test. What is
-- sent to people, happens in a store or is written by the server itself is no visit. `Live/State/Activity.cs` is the same rule for live events.
CREATE OR REPLACE MACRO is_visit(event, channel) AS
    event NOT LIKE 'Order %'
    AND event NOT LIKE 'Email %'
    AND event NOT LIKE 'SMS %'
    AND event NOT LIKE 'Push %'
    AND event NOT LIKE 'Campaign %'
    AND event NOT LIKE 'Ticket %'
    AND event NOT LIKE 'Decision %'
    AND event <> 'Unsubscribed'
    AND COALESCE(lower(channel), '') NOT IN
        ('email', 'e-mail', 'mail', 'newsletter', 'sms', 'push', 'phone', 'letter', 'store', 'pos', 'in-store', 'in_store', 'offline', 'retail', 'habitue');

CREATE OR REPLACE MACRO is_in_store(channel) AS lower(channel) IN ('store', 'pos', 'in-store', 'in_store', 'offline', 'retail');

-- A code that is charged but is no product: postage, fees, corrections, vouchers, samples, tests.
-- Vouchers are money paid ahead, not goods: they count as charges.
CREATE OR REPLACE MACRO is_service_code(product_id, product_name) AS
    matches(lower(trim(product_id)), '^(post|postage|dot|c2|cruk|pads|shipping|ship|delivery|freight|carriage|handling|fee|fees|discount|manual|adjust|adjustment|bank ?charges|amazon ?fee|gift(_.*|card|-card|voucher)?|voucher|donation|tip|tax|vat|insurance|deposit|sample|samples|test([ _-]?[0-9]+)?)$')
    OR matches(lower(trim(product_name)), '^((next day |dotcom |express |standard )?(postage|carriage|shipping|delivery|freight)|(postage|shipping|delivery|handling|bank|service|payment) (and packing|and handling|charges?|costs?|fees?)|amazon fee|cruk commission|commission|manual|discount|samples?|adjust bad debt|adjustment( by .*)?|.*gift (voucher|card|certificate).*|donation|tip|this is a test product\.?|test product)$');
