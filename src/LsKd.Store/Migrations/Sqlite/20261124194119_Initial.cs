using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace LsKd.Store.Migrations.Sqlite
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
                    run_key = table.Column<int>(type: "INTEGER", nullable: false),
                    path = table.Column<string>(type: "TEXT", nullable: false),
                    kind = table.Column<string>(type: "TEXT", nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    split = table.Column<string>(type: "TEXT", nullable: false),
                    epoch = table.Column<int>(type: "INTEGER", nullable: false),
                    bytes = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_artifacts", x => new { x.run_key, x.path });
                });

            migrationBuilder.CreateTable(
                name: "attempts",
                columns: table => new
                {
                    run_key = table.Column<int>(type: "INTEGER", nullable: false),
                    number = table.Column<int>(type: "INTEGER", nullable: false),
                    launcher = table.Column<string>(type: "TEXT", nullable: false),
                    handle = table.Column<string>(type: "TEXT", nullable: false),
                    device = table.Column<string>(type: "TEXT", nullable: false),
                    started = table.Column<long>(type: "INTEGER", nullable: false),
                    ended = table.Column<long>(type: "INTEGER", nullable: true),
                    outcome = table.Column<string>(type: "TEXT", nullable: false),
                    reason = table.Column<string>(type: "TEXT", nullable: false),
                    log_tail = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_attempts", x => new { x.run_key, x.number });
                });

            migrationBuilder.CreateTable(
                name: "dependencies",
                columns: table => new
                {
                    run_key = table.Column<int>(type: "INTEGER", nullable: false),
                    depends_on = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_dependencies", x => new { x.run_key, x.depends_on });
                });

            migrationBuilder.CreateTable(
                name: "ingests",
                columns: table => new
                {
                    run_key = table.Column<int>(type: "INTEGER", nullable: false),
                    attempt = table.Column<int>(type: "INTEGER", nullable: false),
                    read_to = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ingests", x => new { x.run_key, x.attempt });
                });

            migrationBuilder.CreateTable(
                name: "logs",
                columns: table => new
                {
                    key = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    run_key = table.Column<int>(type: "INTEGER", nullable: false),
                    time = table.Column<long>(type: "INTEGER", nullable: false),
                    level = table.Column<string>(type: "TEXT", nullable: false),
                    message = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_logs", x => x.key);
                });

            migrationBuilder.CreateTable(
                name: "metric_summaries",
                columns: table => new
                {
                    run_key = table.Column<int>(type: "INTEGER", nullable: false),
                    tag_key = table.Column<int>(type: "INTEGER", nullable: false),
                    last = table.Column<double>(type: "REAL", nullable: true),
                    last_step = table.Column<long>(type: "INTEGER", nullable: false),
                    min = table.Column<double>(type: "REAL", nullable: true),
                    min_step = table.Column<long>(type: "INTEGER", nullable: false),
                    max = table.Column<double>(type: "REAL", nullable: true),
                    max_step = table.Column<long>(type: "INTEGER", nullable: false),
                    count = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_metric_summaries", x => new { x.run_key, x.tag_key });
                });

            migrationBuilder.CreateTable(
                name: "metric_tags",
                columns: table => new
                {
                    key = table.Column<int>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    name = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_metric_tags", x => x.key);
                });

            // By hand: the tool cannot say WITHOUT ROWID, which keeps a metric at some 30 bytes.
            migrationBuilder.Sql("""
                CREATE TABLE metrics (
                    run_key INTEGER NOT NULL,
                    tag_key INTEGER NOT NULL,
                    step INTEGER NOT NULL,
                    epoch REAL NOT NULL,
                    time INTEGER NOT NULL,
                    value REAL NULL,
                    CONSTRAINT PK_metrics PRIMARY KEY (run_key, tag_key, step)
                ) WITHOUT ROWID;
                """);

            migrationBuilder.CreateTable(
                name: "run_tags",
                columns: table => new
                {
                    run_key = table.Column<int>(type: "INTEGER", nullable: false),
                    tag = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_run_tags", x => new { x.run_key, x.tag });
                });

            migrationBuilder.CreateTable(
                name: "runs",
                columns: table => new
                {
                    key = table.Column<int>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    id = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    task = table.Column<string>(type: "TEXT", maxLength: 24, nullable: false),
                    state = table.Column<string>(type: "TEXT", maxLength: 24, nullable: false),
                    reason = table.Column<string>(type: "TEXT", nullable: false),
                    created = table.Column<long>(type: "INTEGER", nullable: false),
                    started = table.Column<long>(type: "INTEGER", nullable: true),
                    ended = table.Column<long>(type: "INTEGER", nullable: true),
                    dataset = table.Column<string>(type: "TEXT", nullable: false),
                    model = table.Column<string>(type: "TEXT", nullable: false),
                    objective = table.Column<string>(type: "TEXT", nullable: false),
                    smoothing = table.Column<double>(type: "REAL", nullable: false),
                    temperature = table.Column<double>(type: "REAL", nullable: false),
                    seed = table.Column<int>(type: "INTEGER", nullable: false),
                    teacher_id = table.Column<string>(type: "TEXT", nullable: true),
                    study_id = table.Column<string>(type: "TEXT", nullable: true),
                    role = table.Column<string>(type: "TEXT", nullable: false),
                    cell = table.Column<string>(type: "TEXT", nullable: false),
                    priority = table.Column<int>(type: "INTEGER", nullable: false),
                    attempt = table.Column<int>(type: "INTEGER", nullable: false),
                    crashes = table.Column<int>(type: "INTEGER", nullable: false),
                    stop_kind = table.Column<string>(type: "TEXT", nullable: true),
                    stop_asked = table.Column<long>(type: "INTEGER", nullable: true),
                    archived = table.Column<bool>(type: "INTEGER", nullable: false),
                    notes = table.Column<string>(type: "TEXT", nullable: false),
                    search_text = table.Column<string>(type: "TEXT", nullable: false),
                    spec_json = table.Column<string>(type: "TEXT", nullable: false),
                    spec_hash = table.Column<string>(type: "TEXT", nullable: false),
                    gpus = table.Column<int>(type: "INTEGER", nullable: false),
                    environment_json = table.Column<string>(type: "TEXT", nullable: true),
                    result_json = table.Column<string>(type: "TEXT", nullable: true),
                    phase = table.Column<string>(type: "TEXT", nullable: true),
                    epoch = table.Column<int>(type: "INTEGER", nullable: false),
                    epochs = table.Column<int>(type: "INTEGER", nullable: false),
                    step = table.Column<long>(type: "INTEGER", nullable: false),
                    steps = table.Column<long>(type: "INTEGER", nullable: false),
                    samples_per_second = table.Column<double>(type: "REAL", nullable: false),
                    seconds_left = table.Column<double>(type: "REAL", nullable: true),
                    progress_at = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_runs", x => x.key);
                });

            migrationBuilder.CreateTable(
                name: "studies",
                columns: table => new
                {
                    id = table.Column<string>(type: "TEXT", nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    kind = table.Column<string>(type: "TEXT", nullable: false),
                    created = table.Column<long>(type: "INTEGER", nullable: false),
                    design_json = table.Column<string>(type: "TEXT", nullable: false)
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
