-- issue: Profiles that name no customer
-- kind: row
-- action: reject
-- entity: profiles
-- method: set aside
-- reason: a profile without the customer's id can be joined to nobody
customer_id IS NULL
