using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace LsKd.Store.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "artifacts",
                columns: table => new
                {
                    run_key = table.Column<int>(type: "integer", nullable: false),
                    path = table.Column<string>(type: "text", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    split = table.Column<string>(type: "text", nullable: false),
                    epoch = table.Column<int>(type: "integer", nullable: false),
                    bytes = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_artifacts", x => new { x.run_key, x.path });
                });

            migrationBuilder.CreateTable(
                name: "attempts",
                columns: table => new
                {
                    run_key = table.Column<int>(type: "integer", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    launcher = table.Column<string>(type: "text", nullable: false),
                    handle = table.Column<string>(type: "text", nullable: false),
                    device = table.Column<string>(type: "text", nullable: false),
                    started = table.Column<long>(type: "bigint", nullable: false),
                    ended = table.Column<long>(type: "bigint", nullable: true),
                    outcome = table.Column<string>(type: "text", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: false),
                    log_tail = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_attempts", x => new { x.run_key, x.number });
                });

            migrationBuilder.CreateTable(
                name: "dependencies",
                columns: table => new
                {
                    run_key = table.Column<int>(type: "integer", nullable: false),
                    depends_on = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_dependencies", x => new { x.run_key, x.depends_on });
                });

            migrationBuilder.CreateTable(
                name: "ingests",
                columns: table => new
                {
                    run_key = table.Column<int>(type: "integer", nullable: false),
                    attempt = table.Column<int>(type: "integer", nullable: false),
                    read_to = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ingests", x => new { x.run_key, x.attempt });
                });

            migrationBuilder.CreateTable(
                name: "logs",
                columns: table => new
                {
                    key = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    run_key = table.Column<int>(type: "integer", nullable: false),
                    time = table.Column<long>(type: "bigint", nullable: false),
                    level = table.Column<string>(type: "text", nullable: false),
                    message = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_logs", x => x.key);
                });

            migrationBuilder.CreateTable(
                name: "metric_summaries",
                columns: table => new
                {
                    run_key = table.Column<int>(type: "integer", nullable: false),
                    tag_key = table.Column<int>(type: "integer", nullable: false),
                    last = table.Column<double>(type: "double precision", nullable: true),
                    last_step = table.Column<long>(type: "bigint", nullable: false),
                    min = table.Column<double>(type: "double precision", nullable: true),
                    min_step = table.Column<long>(type: "bigint", nullable: false),
                    max = table.Column<double>(type: "double precision", nullable: true),
                    max_step = table.Column<long>(type: "bigint", nullable: false),
                    count = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_metric_summaries", x => new { x.run_key, x.tag_key });
                });

            migrationBuilder.CreateTable(
                name: "metric_tags",
                columns: table => new
                {
                    key = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    name = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_metric_tags", x => x.key);
                });

            migrationBuilder.CreateTable(
                name: "metrics",
                columns: table => new
                {
                    run_key = table.Column<int>(type: "integer", nullable: false),
                    tag_key = table.Column<int>(type: "integer", nullable: false),
                    step = table.Column<long>(type: "bigint", nullable: false),
                    epoch = table.Column<double>(type: "double precision", nullable: false),
                    time = table.Column<long>(type: "bigint", nullable: false),
                    value = table.Column<double>(type: "double precision", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_metrics", x => new { x.run_key, x.tag_key, x.step });
                });

            migrationBuilder.CreateTable(
                name: "run_tags",
                columns: table => new
                {
                    run_key = table.Column<int>(type: "integer", nullable: false),
                    tag = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_run_tags", x => new { x.run_key, x.tag });
                });

            migrationBuilder.CreateTable(
                name: "runs",
                columns: table => new
                {
                    key = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    id = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    task = table.Column<string>(type: "character varying(24)", maxLength: 24, nullable: false),
                    state = table.Column<string>(type: "character varying(24)", maxLength: 24, nullable: false),
                    reason = table.Column<string>(type: "text", nullable: false),
                    created = table.Column<long>(type: "bigint", nullable: false),
                    started = table.Column<long>(type: "bigint", nullable: true),
                    ended = table.Column<long>(type: "bigint", nullable: true),
                    dataset = table.Column<string>(type: "text", nullable: false),
                    model = table.Column<string>(type: "text", nullable: false),
                    objective = table.Column<string>(type: "text", nullable: false),
                    smoothing = table.Column<double>(type: "double precision", nullable: false),
                    temperature = table.Column<double>(type: "double precision", nullable: false),
                    seed = table.Column<int>(type: "integer", nullable: false),
                    teacher_id = table.Column<string>(type: "text", nullable: true),
                    study_id = table.Column<string>(type: "text", nullable: true),
                    role = table.Column<string>(type: "text", nullable: false),
                    cell = table.Column<string>(type: "text", nullable: false),
                    priority = table.Column<int>(type: "integer", nullable: false),
                    attempt = table.Column<int>(type: "integer", nullable: false),
                    crashes = table.Column<int>(type: "integer", nullable: false),
                    stop_kind = table.Column<string>(type: "text", nullable: true),
                    stop_asked = table.Column<long>(type: "bigint", nullable: true),
                    archived = table.Column<bool>(type: "boolean", nullable: false),
                    notes = table.Column<string>(type: "text", nullable: false),
                    search_text = table.Column<string>(type: "text", nullable: false),
                    spec_json = table.Column<string>(type: "text", nullable: false),
                    spec_hash = table.Column<string>(type: "text", nullable: false),
                    gpus = table.Column<int>(type: "integer", nullable: false),
                    environment_json = table.Column<string>(type: "text", nullable: true),
                    result_json = table.Column<string>(type: "text", nullable: true),
                    phase = table.Column<string>(type: "text", nullable: true),
                    epoch = table.Column<int>(type: "integer", nullable: false),
                    epochs = table.Column<int>(type: "integer", nullable: false),
                    step = table.Column<long>(type: "bigint", nullable: false),
                    steps = table.Column<long>(type: "bigint", nullable: false),
                    samples_per_second = table.Column<double>(type: "double precision", nullable: false),
                    seconds_left = table.Column<double>(type: "double precision", nullable: true),
                    progress_at = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_runs", x => x.key);
                });

            migrationBuilder.CreateTable(
                name: "studies",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    created = table.Column<long>(type: "bigint", nullable: false),
                    design_json = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_studies", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_dependencies_depends_on",
                table: "dependencies",
                column: "depends_on");

            migrationBuilder.CreateIndex(
                name: "IX_logs_run_key",
                table: "logs",
                column: "run_key");

            migrationBuilder.CreateIndex(
                name: "IX_metric_summaries_tag_key_run_key",
                table: "metric_summaries",
                columns: new[] { "tag_key", "run_key" });

            migrationBuilder.CreateIndex(
                name: "IX_metric_tags_name",
                table: "metric_tags",
                column: "name",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_runs_archived_created",
                table: "runs",
                columns: new[] { "archived", "created" });

            migrationBuilder.CreateIndex(
                name: "IX_runs_id",
                table: "runs",
                column: "id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_runs_state",
                table: "runs",
                column: "state");

            migrationBuilder.CreateIndex(
                name: "IX_runs_study_id",
                table: "runs",
                column: "study_id");

            migrationBuilder.CreateIndex(
                name: "IX_runs_teacher_id",
                table: "runs",
                column: "teacher_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "artifacts");

            migrationBuilder.DropTable(
                name: "attempts");

            migrationBuilder.DropTable(
                name: "dependencies");

            migrationBuilder.DropTable(
                name: "ingests");

            migrationBuilder.DropTable(
                name: "logs");

            migrationBuilder.DropTable(
                name: "metric_summaries");

            migrationBuilder.DropTable(
                name: "metric_tags");

            migrationBuilder.DropTable(
                name: "metrics");

            migrationBuilder.DropTable(
                name: "run_tags");

            migrationBuilder.DropTable(
                name: "runs");

            migrationBuilder.DropTable(
                name: "studies");
        }
    }
}
