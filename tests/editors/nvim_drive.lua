-- Opens both files of a function, waits for funclint's diagnostics, takes a quick fix where the script is at fault, waits
-- until nothing is left to say, and saves. The configuration is the user's; this only does what a user's keys would do.
-- In: $FUNCLINT_STEPS, a JSON file {script, definition, code, fix, patience}. Out: $FUNCLINT_SEEN, a JSON file.

local function read(path)
  local file = assert(io.open(path))
  local text = file:read("*a")
  file:close()
  return text
end

local steps = vim.fn.json_decode(read(os.getenv("FUNCLINT_STEPS")))
local seen = {}

local function finish(failure)
  seen.failure = failure
  local file = assert(io.open(os.getenv("FUNCLINT_SEEN"), "w"))
  file:write(vim.fn.json_encode(seen))
  file:close()
  vim.cmd("qall!")
end

local function open(path)
  vim.cmd("edit " .. vim.fn.fnameescape(path))
  return vim.api.nvim_get_current_buf()
end

local function codes(buffer)
  local found = {}
  for _, diagnostic in ipairs(vim.diagnostic.get(buffer)) do
    table.insert(found, diagnostic.code or diagnostic.user_data.lsp.code)
  end
  table.sort(found)
  return found
end

local function wait(condition, what)
  if not vim.wait(steps.patience * 1000, condition, 50) then
    error("timed out: " .. what, 0)
  end
end

local function drive()
  local definition = open(steps.definition)
  local script = open(steps.script)
  wait(function() return #codes(definition) > 0 and #codes(script) > 0 end, "diagnostics in both files")
  seen.before = { definition = codes(definition), script = codes(script) }

  for _, diagnostic in ipairs(vim.diagnostic.get(script)) do
    if (diagnostic.code or diagnostic.user_data.lsp.code) == steps.code then
      vim.api.nvim_win_set_cursor(0, { diagnostic.lnum + 1, diagnostic.col })
      seen.marked = vim.fn.expand("<cword>")
    end
  end

  seen.offered = {}
  local chosen = false
  vim.ui.select = function(items, options, on_choice)
    for index, item in ipairs(items) do
      local title = options.format_item(item)
      table.insert(seen.offered, title)
      if not chosen and title:find(steps.fix, 1, true) then
        chosen = true
        on_choice(item, index)
      end
    end
  end
  vim.lsp.buf.code_action()
  wait(function() return #seen.offered > 0 end, "code actions")

  wait(function() return #codes(definition) == 0 and #codes(script) == 0 end, "no diagnostics after the fix")
  vim.cmd("wall")
end

vim.api.nvim_create_autocmd("VimEnter", {
  callback = function()
    vim.schedule(function()
      local done, failure = pcall(drive)
      finish(not done and tostring(failure) or nil)
    end)
  end,
})
