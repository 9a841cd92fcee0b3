using Habitue.Stages;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Habitue.Host.Progress;

/// <summary>All stages on the screen at once, each with what it is doing, how far it is, and its time; redrawn ten times a second.</summary>
internal sealed class LiveDisplay : IFlowDisplay
{
    private readonly IAnsiConsole console;
    private readonly Dictionary<Stage, ProgressTask> tasks = [];
    private readonly Dictionary<int, Row> rows = [];

    private LiveDisplay(IAnsiConsole console) => this.console = console;

    public static void Show(IAnsiConsole console, IReadOnlyList<Stage> stages, Action<IFlowDisplay> work)
    {
        var display = new LiveDisplay(console);
        console.Progress().AutoRefresh(true).AutoClear(false).HideCompleted(false)
            .Columns(new Column(display, row => row.Mark), new TaskDescriptionColumn { Alignment = Justify.Left }, new Column(display, row => row.Detail), new Column(display, row => row.Time))
            .Start(context =>
            {
                foreach (var stage in stages)
                {
                    var task = context.AddTask(stage.Name, autoStart: false);
                    display.tasks[stage] = task;
                    display.rows[task.Id] = new Row(task);
                }
                work(display);
            });
    }

    public void Starts(Stage stage) => tasks[stage].StartTask();

    public void Moves(Stage stage, StageProgress progress) => Of(stage).Progress = progress;

    public void Ends(Stage stage, StageDone done, TimeSpan time)
    {
        Of(stage).Done = done;
        tasks[stage].Value = tasks[stage].MaxValue;
        tasks[stage].StopTask();
    }

    public void Note(string sentence) => console.MarkupLineInterpolated($"[grey]{sentence}[/]");

    private Row Of(Stage stage) => rows[tasks[stage].Id];

    /// <summary>What is shown of one stage. Written by the stage, read by the thread that draws.</summary>
    private sealed class Row(ProgressTask task)
    {
        private const int BarWidth = 20;
        private StageProgress progress;
        private readonly Lock guard = new();

        public StageProgress Progress
        {
            get
            {
                lock (guard) return progress;
            }
            set
            {
                lock (guard) progress = value;
            }
        }

        public volatile StageDone? Done;

        public string Mark => Done is { NothingNew: true } ? "[grey]=[/]" : Done is not null ? "[green]✓[/]" : task.IsStarted ? "[yellow]›[/]" : " ";

        public string Time => task.ElapsedTime is { } time ? $"[grey]{Words.Time(time),7}[/]" : "";

        public string Detail
        {
            get
            {
                if (Done is { } done) return done.NothingNew ? $"[grey]{Markup.Escape(done.Words)}[/]" : Markup.Escape(done.Words);
                var (words, reached, total) = Progress;
                if (words is null) return "";
                if (total <= 0) return Markup.Escape(words);
                var filled = (int)Math.Clamp(BarWidth * reached / total, 0, BarWidth);
                return $"[yellow]{new string('━', filled)}[/][grey]{new string('─', BarWidth - filled)}[/] {Markup.Escape(words)} {reached:N0} of {total:N0}";
            }
        }
    }

    private sealed class Column(LiveDisplay display, Func<Row, string> text) : ProgressColumn
    {
        protected override bool NoWrap => true;

        public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) =>
            new Markup(text(display.rows[task.Id])).Overflow(Overflow.Ellipsis).LeftJustified();
    }
}
