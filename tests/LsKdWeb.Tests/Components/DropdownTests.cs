using Bunit;
using LsKdWeb.Components.Shared;

namespace LsKdWeb.Tests.Components;

public sealed class DropdownTests : PageTest
{
    [Fact]
    public async Task Its_content_is_drawn_from_the_first_opening_on_and_an_item_closes_it()
    {
        var chosen = 0;
        var dropdown = Render<Dropdown>(p => p.Add(d => d.Name, "Things").AddChildContent<DropdownItem>(i => i
            .Add(x => x.OnClick, () => chosen++).AddChildContent("One")));
        var panel = dropdown.Find("[popover]");
        Assert.Equal(panel.Id, dropdown.Find("button[aria-label='Things']").GetAttribute("popovertarget"));
        Assert.Empty(panel.Children);

        await dropdown.Find("button[aria-label='Things']").ClickAsync();
        var item = dropdown.Find(".dropdown-item");
        Assert.Equal((panel.Id, "hide"), (item.GetAttribute("popovertarget"), item.GetAttribute("popovertargetaction")));
        await item.ClickAsync();
        Assert.Equal(1, chosen);
    }
}
