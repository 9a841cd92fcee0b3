using Habitue.Duck;

namespace Habitue.Tests.Storage;

/// <summary>The tables that a load fills, empty.</summary>
internal static class LoadedTables
{
    public static void Create(DuckConnection warehouse) => warehouse.Execute("""
        CREATE TABLE events (message_id VARCHAR, type VARCHAR, event VARCHAR, occurred_at TIMESTAMP, customer_id VARCHAR, is_known BOOLEAN, anonymous_id VARCHAR,
            session_id VARCHAR, order_id VARCHAR, product_id VARCHAR, product_name VARCHAR, category VARCHAR, quantity DOUBLE, unit_price DECIMAL(18,4),
            amount DECIMAL(18,4), discount DECIMAL(18,4), currency VARCHAR, payment_method VARCHAR, coupon VARCHAR, country VARCHAR, region VARCHAR, channel VARCHAR,
            device VARCHAR, campaign VARCHAR, page VARCHAR, search VARCHAR, user_agent VARCHAR, duration_seconds DOUBLE, properties VARCHAR, is_bot BOOLEAN,
            is_cancellation BOOLEAN, received_at TIMESTAMP, source INTEGER, source_row BIGINT);
        CREATE TABLE profiles (customer_id VARCHAR, email VARCHAR, phone VARCHAR, name VARCHAR, gender VARCHAR, birth_date DATE, age INTEGER, city VARCHAR,
            region VARCHAR, country VARCHAR, postal_code VARCHAR, device VARCHAR, loyalty_tier VARCHAR, marketing_consent BOOLEAN, signed_up_at TIMESTAMP, properties VARCHAR);
        CREATE TABLE reviews (review_id VARCHAR, customer_id VARCHAR, product_id VARCHAR, rating DOUBLE, title VARCHAR, body VARCHAR, written_at TIMESTAMP, properties VARCHAR);
        CREATE TABLE tickets (ticket_id VARCHAR, customer_id VARCHAR, opened_at TIMESTAMP, closed_at TIMESTAMP, channel VARCHAR, category VARCHAR, subject VARCHAR,
            body VARCHAR, status VARCHAR, satisfaction DOUBLE, order_id VARCHAR, properties VARCHAR);
        CREATE TABLE catalogue (product_id VARCHAR, product_name VARCHAR, category VARCHAR, brand VARCHAR, price DECIMAL(18,4), cost DECIMAL(18,4), stock BIGINT,
            description VARCHAR, properties VARCHAR);
        """);
}
