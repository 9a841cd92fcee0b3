-- grain: one row per e-mail that was sent, delivered, opened or clicked, per addressee of a mailing who was held back, and per unsubscription
-- use: which mailings a customer still gets and what comes of them
--
-- Some mail systems tell of each delivered e-mail, others keep a log of a campaign's addressees, some of whom are held back as a control group. A shop
-- may have both, so that sent and delivered say the same thing twice: whoever counts takes the larger number.
SELECT
    customer_id, is_known, campaign,
    CASE event
        WHEN 'Email Delivered' THEN 'delivered'
        WHEN 'Email Opened' THEN 'opened'
        WHEN 'Unsubscribed' THEN 'unsubscribed'
        WHEN 'Campaign Assigned' THEN CASE WHEN json_text(properties, '$.sent_at') IS NULL THEN 'held back' ELSE 'sent' END
        ELSE 'clicked'
    END AS kind,
    -- Nobody knows of a mail before both its row and its sending.
    CASE WHEN event = 'Campaign Assigned' THEN GREATEST(occurred_at, COALESCE(time_of(json_text(properties, '$.sent_at')), occurred_at)) ELSE occurred_at END AS occurred_at
FROM events
WHERE event IN ('Email Delivered', 'Email Opened', 'Email Link Clicked', 'Email Clicked', 'Unsubscribed', 'Campaign Assigned') AND customer_id IS NOT NULL AND is_bot IS NOT TRUE
