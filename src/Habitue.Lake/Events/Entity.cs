namespace Habitue.Lake.Events;

/// <summary>
/// A kind of record that sources bring: its table and fields. Everything that happens at a moment is an event;
/// what describes a customer or a product, and what customers write, have tables of their own.
/// </summary>
public sealed record Entity(string Name, string Grain, IReadOnlyList<Field> Fields)
{
    public Field? Find(string field) => Fields.FirstOrDefault(f => f.Name == field);

    public static Entity Events { get; } = new("events",
        "one row per event; an order of n lines is n rows with the same order_id",
        [
            new("message_id", FieldType.Id, "Names the event; the same name is the same event.", ["messageid", "eventid", "insertid", "uuid"]),
            new("type", FieldType.Text, "identify, track, page, screen, group or alias.", ["type", "calltype"]),
            new("event", FieldType.Text, "The name of what happened, e.g. Order Completed.", ["event", "eventname", "action", "eventtype", "activity"]),
            new("occurred_at", FieldType.Time, "When it happened.", ["occurredat", "timestamp", "originaltimestamp", "invoicedate", "orderdate", "date", "datetime", "time", "createdat", "transactiondate", "transactiontime", "transactiontimestamp", "purchasedate", "purchasetime", "soldat", "eventtime", "eventtimestamp", "orderedat", "saledate", "day", "ts", "sentat", "timestamputc", "occurred", "eventdate", "invoicedatetime"]),
            new("received_at", FieldType.Time, "When the source's collector received it.", ["receivedat", "loadedat", "ingestedat"]),
            new("customer_id", FieldType.Id, "The customer, as the source names them.", ["customerid", "userid", "customer", "client", "clientid", "custid", "customerno", "customernumber", "memberid", "householdid", "shopperid", "loyaltycard", "loyaltyid", "cardnumber", "accountid", "masterid", "customerref", "buyerid"]),
            new("anonymous_id", FieldType.Id, "A browser or device before its owner signs in.", ["anonymousid", "visitorid", "deviceid", "cookieid", "userpseudoid", "fullvisitorid"]),
            new("session_id", FieldType.Id, "A visit, as the source counts visits.", ["sessionid", "visitid", "session", "gasessionid"]),
            new("order_id", FieldType.Id, "The order, invoice or receipt.", ["orderid", "invoiceno", "invoice", "invoiceid", "invoicenumber", "ordernumber", "orderno", "receipt", "receiptno", "receiptid", "receiptnumber", "transactionid", "basketid", "transaction", "ticketno", "bon", "saleid"]),
            new("product_id", FieldType.Id, "The product, by its stock code.", ["productid", "stockcode", "sku", "itemid", "productcode", "itemcode", "articleid", "article", "asin", "upc", "ean", "gtin", "productsku", "contentid"]),
            new("product_name", FieldType.Text, "What the product is called.", ["productname", "description", "itemname", "product", "item", "productdescription", "producttitle", "title", "articlename"]),
            new("category", FieldType.Text, "The product's category.", ["category", "productcategory", "department", "categoryname", "itemcategory", "categorycode", "maincategory"]),
            new("quantity", FieldType.Number, "How many; negative for what came back.", ["quantity", "qty", "units", "count", "amountofitems", "itemqty", "pieces", "quantitysold", "numberofcds", "unitssold"]),
            new("unit_price", FieldType.Money, "The price of one.", ["unitprice", "price", "itemprice", "priceeach", "itemcost", "productprice", "sellprice", "priceperunit"]),
            new("amount", FieldType.Money, "Quantity times price, or what was paid for the row.", ["amount", "total", "salesvalue", "value", "revenue", "linetotal", "sales", "totalprice", "totalamount", "dollarvalue", "spend", "ordertotal", "grandtotal", "turnover", "subtotal"]),
            new("discount", FieldType.Money, "What was taken off the row.", ["discount", "discountamount", "retaildisc", "rebate", "linediscount"]),
            new("currency", FieldType.Text, "Three letters, e.g. GBP.", ["currency", "currencycode"]),
            new("payment_method", FieldType.Text, "How it was paid.", ["paymentmethod", "payment", "paymenttype", "tender", "paymentmethodtitle"]),
            new("coupon", FieldType.Text, "The coupon used.", ["coupon", "couponcode", "discountcode", "promocode", "voucher"]),
            new("order_status", FieldType.Text, "The order's state as the source gives it; cancelled, refunded and voided are no sales.", ["orderstatus", "financialstatus", "paymentstatus", "status"]),
            new("country", FieldType.Text, "Where.", ["country", "countrycode", "shippingcountry", "storecountry", "billingcountry", "countryname"]),
            new("region", FieldType.Text, "Where in the country.", ["region", "state", "province", "city", "storecity", "store", "storeid"]),
            new("channel", FieldType.Text, "web, app, store, email …", ["channel", "source", "platform", "saleschannel", "medium", "touchpoint"]),
            new("device", FieldType.Text, "desktop, mobile, tablet …", ["device", "devicetype", "devicecategory"]),
            new("campaign", FieldType.Text, "The campaign that brought it about.", ["campaign", "campaignid", "campaignname", "utmcampaign"]),
            new("page", FieldType.Text, "The page's path or name.", ["page", "pagepath", "path", "url", "pageurl", "pagelocation", "screenname"]),
            new("search", FieldType.Text, "What was searched for.", ["search", "query", "searchterm", "searchquery", "keyword"]),
            new("user_agent", FieldType.Text, "The browser, as it names itself.", ["useragent", "ua"]),
            new("duration_seconds", FieldType.Number, "How long it took, in seconds.", ["durationseconds", "duration", "timeonpage", "dwelltime", "seconds", "timespent", "dwellseconds"]),
        ]);

    public static Entity Profiles { get; } = new("profiles", "one row per customer that a CRM knows",
        [
            new("customer_id", FieldType.Id, "The customer.", ["customerid", "userid", "customer", "clientid", "custid", "id", "memberid", "householdid", "contactid", "accountid"]),
            new("email", FieldType.Text, "E-mail address.", ["email", "emailaddress", "mail"], true),
            new("phone", FieldType.Text, "Telephone number.", ["phone", "phonenumber", "mobile", "telephone"], true),
            new("name", FieldType.Text, "The person's name.", ["name", "fullname", "customername", "displayname"], true),
            new("gender", FieldType.Text, "Gender, as given.", ["gender", "sex"]),
            new("birth_date", FieldType.Date, "Date of birth.", ["birthdate", "dateofbirth", "dob", "birthday"], true),
            new("age", FieldType.Text, "Age in years, or an age group.", ["age", "agegroup", "agerange"]),
            new("city", FieldType.Text, "City.", ["city", "town"]),
            new("region", FieldType.Text, "Region or state.", ["region", "state", "province"]),
            new("country", FieldType.Text, "Country.", ["country", "countrycode"]),
            new("postal_code", FieldType.Text, "Postal code.", ["postalcode", "postcode", "zip", "zipcode"], true),
            new("device", FieldType.Text, "The device used most.", ["device", "devicetype", "preferreddevice"]),
            new("loyalty_tier", FieldType.Text, "Step of the loyalty programme.", ["loyaltytier", "tier", "loyalty", "loyaltylevel", "membership", "loyaltyprogramme", "loyaltyprogram"]),
            new("marketing_consent", FieldType.Boolean, "May be written to.", ["marketingconsent", "consent", "acceptsmarketing", "optin", "newsletter", "emailconsent"]),
            new("signed_up_at", FieldType.Time, "Since when they are a customer.", ["signedupat", "signupdate", "createdat", "registeredat", "registrationdate", "joindate", "joinedat", "membersince", "customersince"]),
        ]);

    public static Entity Reviews { get; } = new("reviews", "one row per review",
        [
            new("review_id", FieldType.Id, "The review.", ["reviewid", "id"]),
            new("customer_id", FieldType.Id, "Who wrote it.", ["customerid", "userid", "reviewerid", "authorid", "customer"]),
            new("product_id", FieldType.Id, "About which product.", ["productid", "sku", "asin", "itemid", "stockcode"]),
            new("rating", FieldType.Number, "Stars.", ["rating", "stars", "score", "overall", "reviewrating"]),
            new("title", FieldType.Text, "Its headline.", ["title", "summary", "headline", "reviewtitle"]),
            new("body", FieldType.Text, "Its text.", ["body", "text", "review", "reviewtext", "reviewbody", "comment", "content"]),
            new("written_at", FieldType.Time, "When it was written.", ["writtenat", "date", "createdat", "timestamp", "reviewdate", "time", "submittedat"]),
        ]);

    public static Entity Tickets { get; } = new("tickets", "one row per support ticket",
        [
            new("ticket_id", FieldType.Id, "The ticket.", ["ticketid", "id", "caseid", "ticketno", "ticket"]),
            new("customer_id", FieldType.Id, "Who asked.", ["customerid", "userid", "requesterid", "customer", "contactid"]),
            new("opened_at", FieldType.Time, "When it was opened.", ["openedat", "createdat", "opened", "created", "date", "timestamp", "submittedat"]),
            new("closed_at", FieldType.Time, "When it was closed.", ["closedat", "resolvedat", "closed", "solvedat"]),
            new("channel", FieldType.Text, "Through which channel.", ["channel", "via"]),
            new("category", FieldType.Text, "What it is about.", ["category", "topic", "reason", "issuetype", "kind"]),
            new("subject", FieldType.Text, "Its headline.", ["subject", "title", "summary"]),
            new("body", FieldType.Text, "Its text.", ["body", "text", "description", "message", "comment"]),
            new("status", FieldType.Text, "open, closed …", ["status", "state"]),
            new("satisfaction", FieldType.Number, "How content they were afterwards.", ["satisfaction", "csat", "satisfactionscore", "rating"]),
            new("order_id", FieldType.Id, "About which order.", ["orderid", "ordernumber", "invoiceno"]),
        ]);

    public static Entity Catalogue { get; } = new("catalogue", "one row per product on sale",
        [
            new("product_id", FieldType.Id, "The product, by its stock code.", ["productid", "sku", "stockcode", "itemid", "productcode", "id", "articleid"]),
            new("product_name", FieldType.Text, "What it is called.", ["productname", "name", "title", "itemname", "product"]),
            new("category", FieldType.Text, "Its category.", ["category", "productcategory", "department", "categoryname"]),
            new("brand", FieldType.Text, "Its brand.", ["brand", "manufacturer", "vendor", "manufacturerid"]),
            new("price", FieldType.Money, "Its price.", ["price", "unitprice", "listprice", "sellprice"]),
            new("cost", FieldType.Money, "What it costs the shop.", ["cost", "unitcost", "purchaseprice", "costprice"]),
            new("stock", FieldType.Integer, "How many are there.", ["stock", "inventory", "instock", "stocklevel", "onhand", "stockquantity"]),
            new("description", FieldType.Text, "Its text.", ["description", "text", "body", "longdescription", "details"]),
        ]);

    public static IReadOnlyList<Entity> All { get; } = [Events, Profiles, Reviews, Tickets, Catalogue];

    public static Entity Named(string name) => All.FirstOrDefault(e => e.Name == name)
        ?? throw new ArgumentException($"entity '{name}' is unknown; one of {string.Join(", ", All.Select(e => e.Name))}", nameof(name));
}
