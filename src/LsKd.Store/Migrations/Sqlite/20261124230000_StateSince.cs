using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace LsKd.Store.Migrations.Sqlite
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
                type: "INTEGER",
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
