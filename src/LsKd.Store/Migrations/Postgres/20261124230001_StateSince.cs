using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace LsKd.Store.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class StateSince : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "state_since",
                table: "runs",
                type: "bigint",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "state_since",
                table: "runs");
        }
    }
}
